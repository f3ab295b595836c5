import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";
import {
  parseConfig,
  readNotifySecrets,
  readRedisSecrets,
  readSecrets,
} from "../../../../deploy/config/index.ts";

const folder = mkdtempSync(join(tmpdir(), "scepscope-secrets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const long = "0123456789abcdef";

test.each(["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])("%s needs no token", (host) => {
  expect(readSecrets(parseConfig(`listen: { host: "${host}" }`, "c"), {}).token).toBeNull();
});

test.each([
  "0.0.0.0",
  "::",
  "127.0.0.1.example.test",
  "127.999.1.1",
  "localhost.example.test",
  "10.0.0.1",
  "1270.0.0.1",
])("%j can be reached by others: without a token it is refused", (host) => {
  const config = parseConfig(`listen: { host: ${JSON.stringify(host)} }`, "c");
  expect(() => readSecrets(config, {})).toThrow(expect.objectContaining({ code: "config.exposed" }));
  expect(readSecrets(config, { SCEPSCOPE_TOKEN: long }).token).toBe(long);
});

test("a token comes from its file without the line end; the environment wins", () => {
  const tokenFile = join(folder, "token");
  writeFileSync(tokenFile, `${long}file\n`);
  const config = parseConfig(`auth: { tokenFile: ${JSON.stringify(tokenFile)} }`, "c");
  expect(readSecrets(config, {})).toEqual({ token: `${long}file`, pseudonymKey: null });
  expect(readSecrets(config, { SCEPSCOPE_TOKEN: `${long}env` }).token).toBe(`${long}env`);
});

test.each([
  ["a short one", "hunter2"],
  ["one with a blank", "hunter2 hunter2 hunter2"],
  ["one that no header takes", "hunter2hunter2hünter2"],
])("%s is refused and not shown", (_name, token) => {
  const read = (): unknown => readSecrets(parseConfig("", "c"), { SCEPSCOPE_TOKEN: token });
  expect(read).toThrow(expect.objectContaining({ code: "config.secret" }));
  expect(read).not.toThrow("hunter2");
});

test("a file of secrets that is not there, or far too large, is refused", () => {
  const config = (name: string): ReturnType<typeof parseConfig> =>
    parseConfig(`auth: { tokenFile: ${JSON.stringify(join(folder, name))} }`, "c");
  writeFileSync(join(folder, "large"), "x".repeat(5000));
  expect(() => readSecrets(config("gone"), {})).toThrow("cannot be read");
  expect(() => readSecrets(config("large"), {})).toThrow("more than 4096 bytes");
});

test("a hash without its key is refused: it could be guessed", () => {
  const config = parseConfig("pseudonyms: { users: hash }", "c");
  expect(() => readSecrets(config, {})).toThrow("no key");
  expect(readSecrets(config, { SCEPSCOPE_PSEUDONYM_KEY: long }).pseudonymKey).toBe(long);
});

test("headers of traces are read line by line, only where traces are sent, and the environment wins", () => {
  const headersFile = join(folder, "headers");
  writeFileSync(headersFile, "Authorization: Basic aGVs bG8=\r\n\nX-Scope: a\n");
  const traces = (endpoint: string): ReturnType<typeof parseConfig> =>
    parseConfig(`traces: ${JSON.stringify({ endpoint, headersFile })}`, "c");
  const sent = traces("http://127.0.0.1:4318/v1/traces");
  expect([...(readSecrets(sent, {}).traceHeaders ?? [])]).toEqual([
    ["Authorization", "Basic aGVs bG8="],
    ["X-Scope", "a"],
  ]);
  expect([...(readSecrets(sent, { SCEPSCOPE_TRACE_HEADERS: "X-Key: k" }).traceHeaders ?? [])]).toEqual([
    ["X-Key", "k"],
  ]);
  expect(readSecrets(traces(""), {}).traceHeaders).toBeUndefined();
});

test.each(["hunter2", "X-Key:", "X Key: hunter2", "X-Key: hunter2\u0007", ": hunter2"])(
  "%j is no header: it is refused and not shown",
  (text) => {
    const config = parseConfig("traces: { endpoint: 'https://otel.contoso.test/v1/traces' }", "c");
    const read = (): unknown => readSecrets(config, { SCEPSCOPE_TRACE_HEADERS: text });
    expect(read).toThrow(expect.objectContaining({ code: "config.secret" }));
    expect(read).not.toThrow("hunter2");
  },
);

test.each(["otel.contoso.test:4318", "grpc://otel.contoso.test", "/v1/traces"])(
  "%j is no place for traces",
  (endpoint) => {
    expect(() => parseConfig(`traces: { endpoint: ${JSON.stringify(endpoint)} }`, "c")).toThrow(
      "traces.endpoint",
    );
  },
);

test("passwords of Redis are taken as they are, from a file without its line end; the environment wins, and none is shown", () => {
  const passwordFile = join(folder, "redis-password");
  writeFileSync(passwordFile, "p\u00E4ss word\r\n");
  const config = parseConfig(`redis: { passwordFile: ${JSON.stringify(passwordFile)} }`, "c");
  expect(readRedisSecrets(config, {})).toMatchObject({
    redisPassword: "p\u00E4ss word",
    sentinelPassword: null,
  });
  const env = { SCEPSCOPE_REDIS_PASSWORD: "other", SCEPSCOPE_SENTINEL_PASSWORD: "third" };
  expect(readRedisSecrets(config, env)).toMatchObject({ redisPassword: "other", sentinelPassword: "third" });
  writeFileSync(passwordFile, "hunter2\nhunter3");
  expect(() => readRedisSecrets(config, {})).toThrow("not one line");
  expect(() => readRedisSecrets(config, {})).not.toThrow("hunter2");
});

test("secrets of receivers are asked for only where somebody is told, the environment wins, and none is sent in the open", () => {
  const file = join(folder, "receiver");
  writeFileSync(file, "me:pass word\n");
  const notify = (url: string): ReturnType<typeof parseConfig> =>
    parseConfig(
      `notify: ${JSON.stringify({ alertmanagerUrl: url, alertmanagerSecretFile: file, webhookUrl: url })}`,
      "c",
    );
  const env = { SCEPSCOPE_WEBHOOK_SECRET: "t" };
  const both = { alertmanager: "me:pass word", webhook: "t" };
  expect(readNotifySecrets(notify("https://am.contoso.test"), env)).toEqual(both);
  expect(readNotifySecrets(notify("http://127.0.0.1:9093"), env)).toEqual(both);
  expect(readNotifySecrets(notify(""), env)).toEqual({ alertmanager: null, webhook: null });
  expect(() => readNotifySecrets(notify("http://am.contoso.test"), env)).toThrow("for everybody to read");
});

test.each([
  "am.contoso.test:9093",
  "ftp://am",
  "https://me:pass@am.contoso.test",
  "https://am.contoso.test?x=1",
])("%j is no Alertmanager", (url) => {
  expect(() => parseConfig(`notify: { alertmanagerUrl: ${JSON.stringify(url)} }`, "c")).toThrow(
    "notify.alertmanagerUrl",
  );
});
