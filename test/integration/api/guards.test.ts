import { connect } from "node:net";
import type { Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiRequestListSchema } from "../../../processors/contract/api-schema.ts";
import { StoreFailed } from "../../../processors/contract/index.ts";
import { apiServer } from "../../support/api-server.ts";
import type { ApiServer } from "../../support/api-server.ts";

const token = "a-token-of-the-test-0123456789";
let open: ApiServer;
let guarded: ApiServer;
let now = Date.UTC(2026, 10, 22);
beforeAll(async () => {
  open = await apiServer();
  guarded = await apiServer({ auth: { token }, clock: () => now });
});
afterAll(async () => {
  await open.close();
  await guarded.close();
  expect([...open.faults, ...guarded.faults]).toEqual([]);
});

type Words = Readonly<Record<string, string>>;
const ask = (api: ApiServer, path: string, headers: Words = {}): Promise<Response> =>
  fetch(`${api.server.url}${path}`, { headers, redirect: "manual" });
const html: Words = { accept: "text/html" };

/** What fetch would not send. */
function askRaw(api: ApiServer, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(api.server.port, "127.0.0.1", () => socket.write(request));
    socket.setEncoding("utf8").on("data", (text: string) => (answer += text));
    socket.on("close", () => resolve(answer)).on("error", reject);
  });
}

describe("every answer", () => {
  it.each(["/", "/api/v1/requests", "/metrics", "/-/healthy", "/nothing", "/api/nothing", "/openapi.json"])(
    "%s carries the guards of the browser",
    async (path) => {
      const { headers } = await ask(open, path, html);
      expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get("content-security-policy")).not.toContain("unsafe");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cache-control")).toBe("no-store");
    },
  );

  it("is refused under a stranger's name, whatever was asked for", async () => {
    for (const path of ["/", "/api/v1/requests", "/-/healthy", "/api/v1/events"]) {
      const answer = await askRaw(
        open,
        `GET ${path} HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 421 /);
      expect(answer).toContain("urn:scepscope:problem:foreign-name");
    }
  });

  it("may be kept for ever where its address carries a mark of its content", async () => {
    const page = await (await ask(open, "/", html)).text();
    const [, style = ""] = /href="(\/assets\/[0-9a-f]+\/page\.css)"/.exec(page) ?? [];
    const response = await ask(open, style);
    expect([response.status, response.headers.get("cache-control")]).toEqual([
      200,
      "public, max-age=31536000, immutable",
    ]);
  });
});

describe("a question that cannot be answered", () => {
  it.each([
    ["/api/v1/requests?outcom=failed", 400, /"outcom" is no parameter here; did you mean "outcome"\?/],
    ["/api/v1/requests?x=1", 400, /this path knows key, host, outcome/],
    ["/api/v1/hosts?x=1", 400, /this path has none/],
    ["/api/v1/requests?outcome=lost", 400, /^outcome: /],
    ["/api/v1/requests?stage=7", 400, /^stage: give a whole number from 0 to 6/],
    ["/api/v1/requests?since=yesterday", 400, /^since: give a date or a time/],
    ["/api/v1/requests?since=2026-02-31", 400, /^since: give a date or a time/],
    ["/api/v1/requests?limit=0", 400, /^limit: /],
    ["/api/v1/requests?limit=501", 400, /^limit: give at most 500/],
    ["/api/v1/requests?host=a&host=b", 400, /"host" is given twice/],
    ["/api/v1/requests?cursor=abc", 400, /it is of another list, or was changed/],
    ["/api/v1/requests?__proto__=1", 400, /"__proto__" is no parameter here/],
    ["/api/v1/events?digestMs=1", 400, /^digestMs: /],
    ["/api/v1/nothing", 404, /\/api\/v1\/nothing is no path/],
  ])("%s is told so, with what to do", async (path, status, detail) => {
    const response = await ask(open, path);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      type: expect.stringMatching(/^urn:scepscope:problem:[a-z-]+$/),
      title: expect.any(String),
      status,
      detail: expect.stringMatching(detail),
      remedy: expect.stringMatching(/\w/),
    });
  });

  it("of more than any identifier needs is refused", async () => {
    expect((await ask(open, `/api/v1/requests?key=${"k".repeat(401)}`)).status).toBe(400);
    const long = await ask(open, `/api/v1/requests?key=${"k".repeat(5000)}`);
    expect(long.status).toBe(414);
    expect(await long.json()).toMatchObject({ type: "urn:scepscope:problem:url-too-long" });
  });

  it("of one list's cursor for another list is refused", async () => {
    const { next } = ApiRequestListSchema.parse(await (await ask(open, "/api/v1/requests?limit=2")).json());
    expect((await ask(open, `/api/v1/requests?limit=2&cursor=${next}`)).status).toBe(200);
    expect((await ask(open, `/api/v1/requests?limit=2&outcome=failed&cursor=${next}`)).status).toBe(400);
  });

  it("is told to a browser as a page", async () => {
    const response = await ask(open, "/requests/nobody", html);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      404,
      "text/html; charset=utf-8",
    ]);
    expect(await response.text()).toMatch(/There is no such request[^]*What to do/);
  });

  it.each(["POST", "PUT", "DELETE", "PATCH"])("by %s changes nothing", async (method) => {
    const response = await fetch(`${open.server.url}/api/v1/requests`, { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it("with headers beyond any measure is refused before it is looked at", async () => {
    const answer = await askRaw(
      open,
      `GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ${"a".repeat(20_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it("that is no HTTP is refused, and the server lives on", async () => {
    expect(await askRaw(open, "\u0000\u0001 nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    expect((await ask(open, "/-/healthy")).status).toBe(200);
  });
});

it("a connection beyond the most is closed at once, and the others are answered", async () => {
  const few = await apiServer({ limits: { connectionsMax: 2 } });
  const sockets = [0, 1, 2].map(() => connect(few.server.port, "127.0.0.1").on("error", () => undefined));
  const closed = sockets.map(
    (socket) => new Promise<Socket>((resolve) => socket.resume().on("close", () => resolve(socket))),
  );
  const surplus = await Promise.race(closed);
  const [other] = sockets.filter((socket) => socket !== surplus);
  const answer = new Promise<string>((resolve) => other?.setEncoding("utf8").once("data", resolve));
  other?.write("GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n");
  expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
  for (const socket of sockets) socket.destroy();
  await few.close();
});

describe("for those who operate it", () => {
  it("metrics come as text, or as OpenMetrics when asked for", async () => {
    const plain = await ask(open, "/metrics");
    expect([plain.headers.get("content-type"), await plain.text()]).toEqual([
      "text/plain; version=0.0.4",
      "scep_requests_total 1\n",
    ]);
    const openMetrics = await ask(open, "/metrics", {
      accept: "application/openmetrics-text; version=1.0.0",
    });
    expect(openMetrics.headers.get("content-type")).toMatch(/^application\/openmetrics-text/);
  });

  it("readiness says for what it waits", async () => {
    const waiting = await apiServer({
      ready: () => ({ isReady: false, reason: "the logs are read for the first time" }),
    });
    const response = await ask(waiting, "/-/ready");
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await response.json()).toMatchObject({ detail: "the logs are read for the first time" });
    expect((await ask(open, "/-/ready")).status).toBe(200);
    await waiting.close();
  });

  it("a fault is told to them, and not to whoever asks", async () => {
    const broken = await apiServer({ metrics: () => Promise.reject(new Error("secret words")) });
    const response = await ask(broken, "/metrics");
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret words");
    expect(broken.faults).toEqual([new Error("secret words")]);
    await broken.close();
  });

  it("a store that is damaged is no fault of the program to whoever asks, and in the log", async () => {
    const damaged = new StoreFailed(
      "store.damaged",
      "Redis at redis01:6379: what it holds is not what was written",
    );
    const broken = await apiServer({ metrics: () => Promise.reject(damaged) });
    const response = await ask(broken, "/metrics");
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ detail: damaged.message });
    expect(broken.faults).toEqual([damaged]);
    await broken.close();
  });
});

describe("with a token", () => {
  it("nothing but health and the login is told without it", async () => {
    for (const path of [
      "/api/v1/requests",
      "/api/v1/events",
      "/metrics",
      "/openapi.json",
      "/api/v1/hosts",
      "/nothing",
    ]) {
      const response = await ask(guarded, path);
      expect([response.status, response.headers.get("www-authenticate")], path).toEqual([
        401,
        'Bearer realm="scepscope"',
      ]);
    }
    for (const path of ["/-/healthy", "/-/ready", "/login"])
      expect((await ask(guarded, path)).status).toBe(200);
  });

  it("goes by the name that people know it by, behind a proxy: a stranger's page learns nothing without the token", async () => {
    const { port } = new URL(guarded.server.url);
    const form = `token=${token}`;
    const entered = await askRaw(
      guarded,
      `POST /login HTTP/1.1\r\nHost: scep.contoso.test\r\nOrigin: https://scep.contoso.test\r\nX-Forwarded-Proto: https\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\nConnection: close\r\n\r\n${form}`,
    );
    expect(entered).toMatch(/^HTTP\/1\.1 303 [^]*set-cookie: scepscope=[^\r]*; Secure; /i);
    const stranger = await askRaw(
      guarded,
      `GET /api/v1/requests HTTP/1.1\r\nHost: evil.test:${port}\r\nConnection: close\r\n\r\n`,
    );
    expect(stranger).toMatch(/^HTTP\/1\.1 401 /);
  });

  it("a program sends it, and a wrong one is refused", async () => {
    expect((await ask(guarded, "/api/v1/hosts", { authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await ask(guarded, "/api/v1/hosts", { authorization: `bearer  ${token}` })).status).toBe(200);
    for (const wrong of [`${token}x`, token.slice(1), "", "x".repeat(1000)])
      expect((await ask(guarded, "/api/v1/hosts", { authorization: `Bearer ${wrong}` })).status, wrong).toBe(
        403,
      );
    expect((await ask(guarded, `/api/v1/hosts?token=${token}`)).status).toBe(401);
  });

  it("a browser is led to the login, and from there to where it wanted to go", async () => {
    const asked = await ask(guarded, "/requests?outcome=failed", html);
    expect([asked.status, asked.headers.get("location")]).toEqual([
      303,
      "/login?next=%2Frequests%3Foutcome%3Dfailed",
    ]);
    const entered = await logIn(token, "/requests?outcome=failed");
    expect([entered.status, entered.headers.get("location")]).toEqual([303, "/requests?outcome=failed"]);
    const cookie = entered.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^scepscope=\d+\.[\w-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(token);
    expect((await ask(guarded, "/requests", { ...html, cookie: cookie.split(";")[0] ?? "" })).status).toBe(
      200,
    );
  });

  it("a login ends in time, and cannot be stretched or forged", async () => {
    const [cookie = ""] = ((await logIn(token, "/")).headers.get("set-cookie") ?? "").split(";");
    const [end = "", mark = ""] = cookie.slice("scepscope=".length).split(".");
    const look = async (value: string): Promise<number> =>
      (await ask(guarded, "/api/v1/hosts", { cookie: `scepscope=${value}` })).status;
    expect(await look(`${end}.${mark}`)).toBe(200);
    expect(await look(`${Number(end) + 1}.${mark}`)).toBe(401);
    expect(await look(`${end}.${mark.slice(1)}`)).toBe(401);
    expect(await look("")).toBe(401);
    now += 12 * 3_600_000 + 1;
    expect(await look(`${end}.${mark}`)).toBe(401);
  });

  it("a wrong token is told as a page, and leads nowhere", async () => {
    const response = await logIn("wrong", "/");
    expect([response.status, response.headers.get("set-cookie")]).toEqual([403, null]);
    expect(await response.text()).toContain("That is not the token");
  });

  it.each(["https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:alert(1)"])(
    "the login does not lead to %s",
    async (next) => {
      expect((await logIn(token, next)).headers.get("location")).toBe("/");
    },
  );

  it("a form of another site, or a large one, is refused", async () => {
    const foreign = await logIn(token, "/", { origin: "https://evil.test" });
    expect(foreign.status).toBe(403);
    const large = await logIn("t".repeat(10_000), "/");
    expect(large.status).toBe(413);
  });

  it("logging out forgets the cookie", async () => {
    const [cookie = ""] = ((await logIn(token, "/")).headers.get("set-cookie") ?? "").split(";");
    const response = await fetch(`${guarded.server.url}/logout`, {
      method: "POST",
      headers: { cookie },
      redirect: "manual",
    });
    expect(response.headers.get("set-cookie")).toMatch(/^scepscope=; Max-Age=0/);
  });
});

it("an address that others can reach is refused without a token, before it is opened", async () => {
  await expect(apiServer({ listen: { host: "0.0.0.0", port: 0 } })).rejects.toThrow(
    /no token is set: set one, or listen on 127\.0\.0\.1/,
  );
});

function logIn(secret: string, next: string, headers: Words = {}): Promise<Response> {
  return fetch(`${guarded.server.url}/login`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams({ token: secret, next }).toString(),
    redirect: "manual",
  });
}
