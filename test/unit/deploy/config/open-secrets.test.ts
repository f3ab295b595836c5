import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseConfig, secretFiles } from "../../../../deploy/config/index.ts";
import { checkSecretFiles } from "../../../../deploy/doctor/index.ts";

// The usual folder for temporary files may itself be one that others cannot enter.
const folder = mkdtempSync("/tmp/scepscope-open-secrets-");
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(mode: number, ...path: readonly string[]): string {
  const file = join(folder, ...path);
  writeFileSync(file, "0123456789abcdef");
  chmodSync(file, mode);
  return file;
}

mkdirSync(join(folder, "closed"), { mode: 0o750 });
const open = fileWith(0o644, "open");
const closed = fileWith(0o640, "closed-file");
const inClosed = fileWith(0o644, "closed", "secret");
symlinkSync(open, join(folder, "closed", "link"));

const openIn = (text: string): readonly string[] =>
  secretFiles(parseConfig(text, "t")).open.map(({ setting }) => setting);

test.skipIf(process.platform === "win32").each([
  ["a token that all may read", `auth: { tokenFile: ${open} }`, ["auth.tokenFile"]],
  ["one for a group", `auth: { tokenFile: ${closed} }`, []],
  ["one in a folder that others cannot enter", `auth: { tokenFile: ${inClosed} }`, []],
  [
    "a link to one that all may read",
    `auth: { tokenFile: ${join(folder, "closed", "link")} }`,
    ["auth.tokenFile"],
  ],
  ["one that is not there", `auth: { tokenFile: ${join(folder, "gone")} }`, []],
  [
    "passwords and private keys",
    `redis: { passwordFile: ${open}, certificateKeyFile: ${open} }\nkafka: { sasl: { secretFile: ${open} }, tls: { keyFile: ${open} } }`,
    ["kafka.sasl.secretFile", "kafka.tls.keyFile", "redis.passwordFile", "redis.certificateKeyFile"],
  ],
  ["a certificate is no secret", `redis: { caFile: ${open}, certificateFile: ${open} }`, []],
])("open to all: %s", (_, text, settings) => {
  expect(openIn(text)).toEqual(settings);
});

test.skipIf(process.platform === "win32")(
  "a look before the start names each, or says that none is open",
  () => {
    const of = (text: string): readonly string[] =>
      checkSecretFiles(parseConfig(text, "t")).map(({ level, what }) => `${level} ${what}`);
    expect(of(`auth: { tokenFile: ${open} }`)).toEqual([
      `warn auth.tokenFile "${open}" may be read by every user of this machine`,
    ]);
    expect(of(`auth: { tokenFile: ${closed} }`)).toEqual(["ok none of 1 files with secrets is open to all"]);
    expect(of("")).toEqual([]);
  },
);
