import { expect, test } from "vitest";
import { cliError } from "../../../../../deploy/errors/cli-error.ts";
import { reloaded } from "../../../../../deploy/cli/up/apply-reload.ts";
import { parseConfig } from "../../../../../deploy/config/index.ts";
import { settings } from "../../../../../deploy/config/settings.ts";
import type { Config } from "../../../../../deploy/config/index.ts";
import { createLog } from "../../../../../deploy/runtime/log.ts";
import type { RootLog } from "../../../../../deploy/runtime/log.ts";

const config = (text: string): Config => parseConfig(text, "test.yaml");

function heardLog(): { readonly log: RootLog; readonly text: () => string } {
  let text = "";
  const write = (lines: string): void => void (text += lines);
  const log = createLog({
    level: "info",
    format: "json",
    isColourful: false,
    write,
    now: () => 0,
    secrets: [],
  });
  return { log, text: () => text };
}

test("what a running process can take holds, and what it cannot is said and does not", () => {
  const { log, text } = heardLog();
  const wanted = config("log: {level: debug}\nstore: {ageDaysMax: 3}\nlisten: {port: 1}\n");
  const held = reloaded(config(""), () => wanted, { log, keepsStore: true });
  expect(held).toMatchObject({ log: { level: "debug" }, store: { ageDaysMax: 3 }, listen: { port: 8643 } });
  expect(text()).toMatch(/"store\.ageDaysMax","log\.level"\].*hold now/);
  expect(text()).toMatch(/"listen\.port"\].*after a restart/);
});

test("what the store keeps needs a restart where a running process cannot tell it, and is said so", () => {
  const { log, text } = heardLog();
  const wanted = config("log: {level: debug}\nstore: {ageDaysMax: 3}\n");
  const held = reloaded(config(""), () => wanted, { log, keepsStore: false });
  expect(held).toEqual(config("log: {level: debug}"));
  expect(text()).toMatch(/\["log\.level"\].*hold now/);
  expect(text()).toMatch(/\["store\.ageDaysMax"\].*after a restart/);
});

test("what needs a restart is said each time, and nothing changed is said too", () => {
  const { log, text } = heardLog();
  const wanted = config("listen: {port: 1}");
  const held = reloaded(config(""), () => wanted, { log, keepsStore: true });
  expect(reloaded(held ?? wanted, () => config(""), { log, keepsStore: true })).toEqual(config(""));
  expect(text()).toMatch(/listen\.port[^]*nothing has changed/);
});

test("a configuration with mistakes is passed over, with its reason", () => {
  const { log, text } = heardLog();
  const read = (): Config => {
    throw cliError({ code: "config.invalid", what: "line 3 is wrong", remedy: "write it anew" });
  };
  expect(reloaded(config(""), read, { log, keepsStore: true })).toBeNull();
  expect(text()).toMatch(/line 3 is wrong.*write it anew.*was not taken/);
});

test("a fault of ours is not hidden", () => {
  const read = (): Config => {
    throw new TypeError("x is undefined");
  };
  expect(() => reloaded(config(""), read, { log: heardLog().log, keepsStore: true })).toThrow(TypeError);
});

test("what the schema says is taken by a reload is taken, and nothing else", () => {
  const promised = settings.filter(({ reload }) => reload).map(({ path }) => path);
  expect(promised).toEqual(["store.ageDaysMax", "store.bytesMax", "log.level"]);
  const wanted = config("store: {ageDaysMax: 3, bytesMax: 99999999}\nlog: {level: error}\n");
  const held = reloaded(config(""), () => wanted, { log: heardLog().log, keepsStore: true });
  expect(held).toEqual(wanted);
});
