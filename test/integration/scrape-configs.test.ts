import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { runPromtool } from "../support/held-prometheus.ts";

const examples = fileURLToPath(new URL("../../deploy/prometheus/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "scepscope-scrape-"));
cpSync(examples, folder, { recursive: true });
writeFileSync(join(folder, "scepscope.token"), "a token");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = readdirSync(examples).filter((name) => name.endsWith(".yml"));

/** Debian's Prometheus is built without these two: what is checked is all the rest of their files. */
const leftOut = new Map([
  ["consul.yml", "consul_sd_configs"],
  ["kubernetes.yml", "kubernetes_sd_configs"],
]);

test.each(names)("Prometheus takes %s", (name) => {
  const text = readFileSync(join(examples, name), "utf8");
  const block = leftOut.get(name);
  const known = block === undefined ? text : withoutBlock(text, block);
  writeFileSync(join(folder, name), known);
  expect(runPromtool(["check", "config", join(folder, name)])).toContain("SUCCESS");
  expect(known).toContain("job_name: scepscope");
  expect(known === text).toBe(block === undefined);
});

/** A setting with what is indented below it. */
function withoutBlock(text: string, name: string): string {
  return text.replace(new RegExp(`^( +)${name}:\\n(?:\\1 +.*\\n)+`, "m"), "");
}

test("there is an example for each way to find targets that is promised", () => {
  expect(names.toSorted()).toEqual(["consul.yml", "dns.yml", "file-sd.yml", "kubernetes.yml", "static.yml"]);
});

test("promtool refuses a wrong one: what it takes means something", () => {
  const text = readFileSync(join(folder, "static.yml"), "utf8");
  writeFileSync(join(folder, "wrong.yaml"), text.replace("static_configs", "static_config"));
  expect(() => runPromtool(["check", "config", join(folder, "wrong.yaml")])).toThrow(
    "static_config not found",
  );
});
