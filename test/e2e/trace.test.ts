import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { apiServer } from "../support/api-server.ts";
import type { ApiServer } from "../support/api-server.ts";
import { runCommand } from "./run-command.ts";

const token = "a-token-of-the-test-0123456789";
let api: ApiServer;
beforeAll(async () => {
  api = await apiServer({ auth: { token } });
});
afterAll(() => api.close());

const trace = (...args: string[]): ReturnType<typeof runCommand> =>
  runCommand(["trace", ...args], {
    env: { SCEPSCOPE_URL: api.server.url, SCEPSCOPE_TOKEN: token, NO_COLOR: "1" },
  });

function requestThat(outcome: string): ApiServer["made"]["requests"][number] {
  const found = api.made.requests.find(
    ({ view }) => view.outcome === outcome && view.keys.transactionId.length > 0,
  );
  if (found === undefined) throw new Error(`no request ${outcome}`);
  return found;
}

test("trace shows a failed request as analyze --key does, with the lines that prove it", async () => {
  const { view } = requestThat("failed");
  const { code, out, err } = await trace(view.keys.transactionId[0]?.toLowerCase() ?? "");
  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(out).toMatch(/^✗ Request failed in stage \d of 6/);
  expect(out).toContain("CAUSE");
  expect(out).toMatch(/EVIDENCE, \d+ RECORDS/);
  expect(out).toContain(`${view.evidence[0]?.path}:${view.evidence[0]?.offset}`);
  expect(out).toMatch(/│ \S/);
});

test("a request that is well ends with 0, and --json gives what the API gives", async () => {
  const { view } = requestThat("succeeded");
  const { code, out } = await trace(view.id, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ id: view.id, isFinal: true, notes: expect.any(Array) });
});

test("a thumbprint in pairs, as a certificate's window shows it, needs no quotes around it", async () => {
  const carried = api.made.requests.flatMap(({ view }) => view.keys.thumbprint);
  const pairs = carried[0]?.toLowerCase().match(/../g) ?? [];
  expect(pairs).toHaveLength(20);
  const { out, err } = await trace(...pairs);
  expect(err).toBe("");
  expect(out).toContain(carried[0]);
});

test("an identifier that nobody carries is said to be, with an exit code of its own", async () => {
  expect(await trace("nobody-knows-me")).toMatchObject({
    code: 3,
    out: expect.stringContaining('No request carries "nobody-knows-me"'),
  });
});

test("an empty identifier is refused: every request would carry it", async () => {
  expect(await trace("")).toMatchObject({
    code: 2,
    err: expect.stringContaining("identifier to look for is empty"),
  });
});

test("while a server has not put together all that it knows nobody is told that there is no request", async () => {
  const reason = "it reads what it kept";
  const starting = await apiServer({ auth: { token }, ready: () => ({ isReady: false, reason }) });
  onTestFinished(() => starting.close());
  const asked = await trace("nobody-knows-me", "--url", starting.server.url);
  expect(asked).toMatchObject({ code: 2, out: "" });
  expect(asked.err).toMatch(
    /no request carries "nobody-knows-me" so far[^]*it reads what it kept[^]*ask again/,
  );
});

test("the beginning of an identifier is not taken here, and it is said where it is, and where the whole one stands", async () => {
  const whole = requestThat("failed").view.keys.transactionId[0] ?? "";
  const { code, out } = await trace(whole.slice(0, 10));
  expect(code).toBe(3);
  expect(out).toMatch(
    /has to be whole[^]*page[^]*`scepscope analyze PATH --key` also takes the beginning of a hexadecimal one, 8 characters or more/,
  );
});

test("several requests with one identifier are shown one after the other, oldest first", async () => {
  const counts = new Map<string, number>();
  for (const { keys } of api.made.requests)
    for (const { type, value } of keys)
      if (type === "userAgent") counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value = "", count = 0] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const { out } = await trace(value);
  expect(out.match(/Request (?:succeeded|failed|is still open|has no known end)/g)).toHaveLength(
    Math.min(10, count),
  );
  expect(out).toContain("older ones with this identifier");
});

test("a server that is not there, a wrong token and a wrong address are told with what to do", async () => {
  const gone = await runCommand(["trace", "x", "--url", "http://127.0.0.1:3"]);
  expect({ code: gone.code, err: gone.err }).toEqual({
    code: 2,
    err: expect.stringMatching(
      /no scepscope answers at http:\/\/127\.0\.0\.1:3: connect ECONNREFUSED.*\[api\.unreachable\][^]*scepscope up/,
    ),
  });
  const stranger = await runCommand(["trace", "x"], { env: { SCEPSCOPE_URL: api.server.url } });
  expect(stranger.err).toMatch(/\[api\.unauthorized\][^]*SCEPSCOPE_TOKEN/);
  const wrong = await runCommand(["trace", "x", "--url", "ndes01"]);
  expect(wrong.err).toMatch(/"ndes01" is no address/);
  const foreign = await runCommand(["trace", "x", "--url", "http://127.0.0.1:1"]);
  expect(foreign.err).toMatch(
    /nothing is sent to http:\/\/127\.0\.0\.1:1: its port .* another protocol.*\[usage\.option-value\][^]*8643/,
  );
});

test("an address with a path, and one where somebody else answers, are told as such, with the address to give", async () => {
  const { url } = api.server;
  for (const path of ["/foo", "/requests?host=ndes01", "/api/v1"]) {
    const { code, err } = await trace("x", "--url", `${url}${path}`);
    expect(code).toBe(2);
    expect(err).toMatch(/no scepscope answers at .* is no path of this server \[api\.unexpected\]/);
    expect(err).toContain(`What to do: give the address without a path, ${url}, with --url`);
  }
  await using other = createServer((_, response) => {
    response.writeHead(404, { "content-type": "application/json" }).end('{"detail":"Not Found"}');
  }).listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const { err } = await trace("x", "--url", `http://127.0.0.1:${port}`);
  expect(err).toMatch(/no scepscope answers at .*: Not Found[^]*the address that `scepscope up` prints/);
});
