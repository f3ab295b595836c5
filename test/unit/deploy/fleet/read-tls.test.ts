import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTls } from "../../../../deploy/fleet/read-tls.ts";

const folder = mkdtempSync(join(tmpdir(), "scepscope-pem-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => {
  for (const name of ["one", "other"]) {
    const out = ["-keyout", `${name}.key`, "-out", `${name}.pem`, "-days", "2", "-subj", `/CN=${name}`];
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    execFileSync("openssl", ["req", "-x509", ...key, ...out], { cwd: folder, stdio: "pipe" });
  }
  const locked = ["pkey", "-in", "one.key", "-aes256", "-passout", "pass:abcd", "-out", "locked.key"];
  execFileSync("openssl", locked, { cwd: folder, stdio: "pipe" });
  writeFileSync(join(folder, "empty.pem"), "");
  writeFileSync(join(folder, "garbage.pem"), Buffer.from([0, 255, 7]));
});

function read(ca: string, certificate: string, key: string, isOn = true): ReturnType<typeof readTls> {
  const at = (name: string): string => (name === "" ? "" : join(folder, name));
  const files = {
    ca: ["t.caFile", at(ca)],
    certificate: ["t.certificateFile", at(certificate)],
    key: ["t.keyFile", at(key)],
  } as const;
  return readTls(files, { setting: "t.isOn", isOn });
}

test("what fits is read, and what is not named is not asked for", () => {
  expect(read("one.pem", "one.pem", "one.key")).toEqual({
    ca: expect.stringContaining("BEGIN CERTIFICATE"),
    certificate: expect.stringContaining("BEGIN CERTIFICATE"),
    key: expect.stringContaining("PRIVATE KEY"),
  });
  expect(read("", "", "")).toEqual({ ca: null, certificate: null, key: null });
  expect(read("", "", "", false)).toBeNull();
});

test.each([
  [
    "a key of another certificate",
    "",
    "one.pem",
    "other.key",
    /keyFile ".*other.key" is not the key of .*one.pem/,
  ],
  ["a certificate alone", "", "one.pem", "", /certificateFile .* is of no use without t.keyFile/],
  ["a key alone", "", "", "one.key", /keyFile .* is of no use without t.certificateFile/],
  ["an authority that is a key", "one.key", "", "", /caFile .* holds no certificate/],
  ["an empty file", "empty.pem", "", "", /caFile .* holds no certificate/],
  ["what is no text", "", "garbage.pem", "one.key", /certificateFile .* holds no certificate/],
  [
    "a key with a passphrase",
    "",
    "one.pem",
    "locked.key",
    /keyFile .* holds no private key .* without a passphrase/,
  ],
  ["a folder", ".", "", "", /caFile .* cannot be read/],
] as const)("%s is told before anything is connected, with its setting", (_, ca, certificate, key, said) => {
  expect(() => read(ca, certificate, key)).toThrow(
    expect.objectContaining({ code: "config.secret", message: expect.stringMatching(said) }),
  );
});

test("files of a TLS that is switched off are no way to speak without it in silence", () => {
  expect(() => read("one.pem", "", "", false)).toThrow(
    /caFile .* is named, and nothing would be encrypted: t.isOn/,
  );
});
