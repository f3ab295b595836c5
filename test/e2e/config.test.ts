import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";
import { runCommand } from "./run-command.ts";

const folder = mkdtempSync(join(tmpdir(), "scepscope-e2e-config-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const good = join(folder, "good.yaml");
const bad = join(folder, "bad.yaml");
writeFileSync(good, "listen: { host: 0.0.0.0 }\n");
writeFileSync(bad, "collector:\n  openFilsMax: 9\n");
const env = { SCEPSCOPE_TOKEN: "hunter2hunter2hunter2", HOME: folder };

test("check says that all is well, with exit code 0", async () => {
  expect(await runCommand(["config", "check", good], { env })).toEqual({
    code: 0,
    out: `${good}: all well\n`,
    err: "",
  });
});

test("check names file, line, column and the nearest name, with exit code 2", async () => {
  const { code, out, err } = await runCommand(["config", "check", bad], { env });
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(`${bad}:2:3: "openFilsMax" is no setting of collector [config.invalid]`);
  expect(err).toContain("write openFilesMax");
});

test.each([[["config", "check"]], [["up", "--config"]], [["collect", "--config"]]])(
  "%s refuses two zones of one host alike, and says what to write",
  async (args) => {
    const zones = join(folder, "zones.yaml");
    writeFileSync(zones, "zones:\n  - { host: a, zone: UTC }\n  - { host: A.contoso.test, zone: +01:00 }\n");
    const { code, err } = await runCommand([...args, zones], { env });
    expect([code, err]).toEqual([2, expect.stringContaining(`${zones}:3:35: zones[1].zone is "+01:00"`)]);
    expect(err).toContain("write one zone for each host: zones[0] names UTC for a");
  },
);

test("what up would refuse is refused by check: an open page without a token", async () => {
  const { code, err } = await runCommand(["config", "check", good], { env: { HOME: folder } });
  expect(code).toBe(2);
  expect(err).toContain("[config.exposed]");
});

test("so are values of alerts that cannot be read, and a secret of a receiver that would be sent for all to read", async () => {
  const [values, secret] = [join(folder, "values.yaml"), join(folder, "secret.yaml")];
  writeFileSync(values, "notify: { valuesFile: gone.yaml }\n");
  const noFile = await runCommand(["config", "check", values], { env: { HOME: folder } });
  expect([noFile.code, noFile.err]).toEqual([2, expect.stringMatching(/gone\.yaml[^]*\[rules\.values\]/)]);
  writeFileSync(secret, "notify: { webhookUrl: http://hooks.contoso.test/ }\n");
  const open = await runCommand(["config", "check", secret], {
    env: { HOME: folder, SCEPSCOPE_WEBHOOK_SECRET: "hunter2" },
  });
  expect([open.code, open.err]).toEqual([2, expect.stringContaining("[config.secret]")]);
});

test("print shows the configuration in force, without its secrets, and is a configuration itself", async () => {
  const printed = await runCommand(["config", "print", good], { env });
  expect(printed.out).toMatch(/host: 0\.0\.0\.0[^]*port: 8643/);
  expect(printed.out).not.toContain("hunter2");
  writeFileSync(join(folder, "again.yaml"), printed.out);
  const again = await runCommand(["config", "print"], {
    env: { ...env, SCEPSCOPE_CONFIG: join(folder, "again.yaml") },
  });
  expect(again).toEqual(printed);
});

test("schema prints a JSON Schema, and takes no file", async () => {
  const { out } = await runCommand(["config", "schema"]);
  expect(JSON.parse(out)).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema" });
  expect((await runCommand(["config", "schema", good])).err).toContain("[usage.arguments]");
});
