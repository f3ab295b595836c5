import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { createServer as createRawServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createApiClient } from "../../../../deploy/cli/trace/api-client.ts";
import { unreachable } from "../../../../deploy/cli/trace/api-troubles.ts";

const html = "<!doctype html><title>IIS Windows Server</title>";

test.each([
  [200, "text/html", html, /no scepscope: it answers 200 and text\/html/],
  [404, "text/html; charset=utf-8", html, /no scepscope: it answers 404 and text\/html,/],
  [401, "text/html", html, /no scepscope: it answers 401/],
  [200, "application/json", "{ torn", /no scepscope: it answers 200/],
  [404, "application/json", '{"error":"no route"}', /no scepscope: it answers 404/],
])("a web server that answers %i as %s is told as no scepscope", async (status, type, body, words) => {
  const url = await listening((_, response) =>
    response.writeHead(status, { "content-type": type }).end(body),
  );
  await expect(find(url)).rejects.toMatchObject({
    code: "api.unexpected",
    message: expect.stringMatching(words),
    remedy: expect.stringContaining("give the address that `scepscope up` prints"),
  });
});

test("a proxy with nobody behind it is told as one", async () => {
  const url = await listening((_, response) =>
    response.writeHead(502, { "content-type": "text/html" }).end(html),
  );
  await expect(find(url)).rejects.toMatchObject({ remedy: expect.stringContaining("behind that proxy") });
});

test("a problem of the API is told in its words", async () => {
  const url = await listening((_, response) => response.writeHead(401).end('{"detail":"a token is needed"}'));
  await expect(find(url)).rejects.toMatchObject({
    code: "api.unauthorized",
    message: `${url} does not let us in: a token is needed`,
  });
});

test("what the API says to do is what the command says to do", async () => {
  const told = {
    detail: "key: it is too long",
    remedy: "GET /openapi.json tells the form of each parameter",
  };
  const url = await listening((_, response) => response.writeHead(400).end(JSON.stringify(told)));
  await expect(find(url)).rejects.toMatchObject({
    code: "api.unexpected",
    message: `${url} cannot answer: ${told.detail}`,
    remedy: told.remedy,
  });
});

test("https where plain http is spoken is told without the words of the library", async () => {
  const url = (await listening((_, response) => response.end(html))).replace("http:", "https:");
  await expect(find(url)).rejects.toMatchObject({
    message: `no scepscope answers at ${url}: it does not speak TLS as https needs it`,
    remedy: expect.stringContaining(`ask ${url.replace("https:", "http:")}`),
  });
});

const alert = Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]);

test.each([
  ["answers with an alert of TLS", alert, /what it answers is not HTTP/],
  ["closes the connection", Buffer.alloc(0), /closes the connection without an answer/],
])("http where TLS is spoken, by one that %s, names https", async (_, bytes, words) => {
  const server = createRawServer((client) => {
    client.on("error", () => undefined).once("data", () => client.end(bytes));
  });
  const url = await addressOf(server);
  await expect(find(url)).rejects.toMatchObject({
    message: expect.stringMatching(words),
    remedy: expect.stringContaining(`ask ${url.replace("http:", "https:")}`),
  });
});

test("a certificate that nobody here trusts names what to set", () => {
  const cause = Object.assign(new Error("self-signed"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  expect(unreachable("https://ndes01", new TypeError("fetch failed", { cause }))).toMatchObject({
    message: expect.stringContaining("does not trust who signed its certificate"),
    remedy: expect.stringContaining("NODE_EXTRA_CA_CERTS"),
  });
});

function find(url: string): Promise<unknown> {
  return createApiClient({ url, token: undefined }).find("A1", 1);
}

function listening(answer: RequestListener): Promise<string> {
  return addressOf(createServer(answer));
}

async function addressOf(server: Server): Promise<string> {
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
