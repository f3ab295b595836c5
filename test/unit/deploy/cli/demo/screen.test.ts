import { expect, test } from "vitest";
import { createScreen } from "../../../../../deploy/cli/demo/screen.ts";
import { heardOutput } from "../../../../support/heard-output.ts";

const wiped = "\r\x1B[K";

test("where somebody watches, the line is written over, and makes way for what stays", async () => {
  const { output, text } = heardOutput();
  const written: string[] = [];
  const screen = createScreen({
    output,
    terminal: { width: 12, write: (piece) => void written.push(piece) },
  });
  await screen.say("hello\n");
  await screen.status("62 requests: 45 succeeded", 0);
  await screen.say("a phase\n");
  screen.clear();
  screen.clear();
  expect(text()).toBe("hello\na phase\n");
  expect(written).toEqual(["\r62 requests\x1B[K", wiped, "\r62 requests\x1B[K", wiped]);
});

test("without a terminal it is a plain line, now and then, when it has changed", async () => {
  const { output, text } = heardOutput();
  const screen = createScreen({ output, terminal: null });
  for (const [line, at] of [
    ["1 request", 0],
    ["2 requests", 1000],
    ["3 requests", 10_000],
    ["3 requests", 30_000],
  ] as const)
    await screen.status(line, at);
  screen.clear();
  expect(text()).toBe("1 request\n3 requests\n");
});
