import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runPromtool } from "../support/held-prometheus.ts";
import { runCommand } from "./run-command.ts";

const folder = mkdtempSync(join(tmpdir(), "scepscope-e2e-rules-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("rules are printed with the values of a file, and Prometheus takes them", async () => {
  const [values, out] = [join(folder, "values.yaml"), join(folder, "rules")];
  writeFileSync(values, "pageUrl: https://scep.contoso.test\nalerts: { ScepServerErrors: { for: 7m } }\n");
  const { code, out: said } = await runCommand(["rules", "--values", values, "--out", out]);
  expect({ code, said }).toEqual({
    code: 0,
    said: expect.stringContaining(`"${join(out, "*.yaml")}" under rule_files`),
  });
  const contact = readFileSync(join(out, "contact.yaml"), "utf8");
  expect(contact).toContain("https://scep.contoso.test/requests?");
  expect(contact).toMatch(/alert: ScepServerErrors[^]*?for: 7m/);
  for (const name of readdirSync(out)) runPromtool(["check", "rules", join(out, name)]);
});

test.runIf(process.platform === "linux")(
  "a folder that cannot be made is an error, and no endless wait",
  async () => {
    const { code, err } = await runCommand(["rules", "--out", "/proc/x"]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("[rules.not-written]") });
  },
);

test("a values file with a wrong key and a wrong unit prints nothing, and says what to do", async () => {
  const values = join(folder, "wrong.yaml");
  writeFileSync(values, "pageURL: https://scep.contoso.test\nalerts: { ScepServerErrors: { for: 7 } }\n");
  const { code, out, err } = await runCommand(["rules", "--values", values]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/did you mean pageUrl\?[^]*\[rules[.]values\]\nWhat to do: /);
});
