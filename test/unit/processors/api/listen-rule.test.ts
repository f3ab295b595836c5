import { describe, expect, it } from "vitest";
import { refusalToListen } from "../../../../processors/api/guards/listen-rule.ts";
import { isOwnName, urlHost } from "../../../../processors/api/guards/host-name.ts";
import { refusalToListen as fromTheDoor } from "../../../../processors/api/index.ts";

const token = "0123456789abcdef";

describe("where to listen", () => {
  it.each(["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "LOCALHOST"])(
    "%s needs no token",
    (host) => {
      expect(refusalToListen({ host, port: 8643 }, null)).toBeNull();
    },
  );

  it.each([
    "0.0.0.0",
    "::",
    "",
    "10.0.0.7",
    "scepscope.contoso.test",
    "127.0.0.1.contoso.test",
    "127.999.1.1",
    "localhost.contoso.test",
  ])("%s is refused without a token, and says what to do", (host) => {
    expect(fromTheDoor({ host, port: 8643 }, null)).toMatch(
      /no token is set: set one, or listen on 127\.0\.0\.1/,
    );
    expect(refusalToListen({ host, port: 8643 }, { token })).toBeNull();
  });

  it("a short token is refused wherever it is", () => {
    expect(refusalToListen({ host: "127.0.0.1", port: 0 }, { token: "secret" })).toMatch(/could be guessed/);
  });

  it.each([-1, 65_536, 1.5, Number.NaN])("port %s is none", (port) => {
    expect(refusalToListen({ host: "127.0.0.1", port }, null)).toMatch(/is no port/);
  });
});

describe("the name in a request", () => {
  const listen = { host: "127.0.0.1", port: 8643, names: ["tunnel.contoso.test"] };

  it.each(["127.0.0.1:8643", "localhost", "localhost:9999", "[::1]:8643", "tunnel.contoso.test:80"])(
    "%s is ours",
    (name) => {
      expect(isOwnName(name, listen)).toBe(true);
    },
  );

  it.each(["evil.test", "evil.test:8643", "127.0.0.1.evil.test", "", "localhost.evil.test:8643"])(
    "%s is somebody else's, whose page would read our answers",
    (name) => {
      expect(isOwnName(name, listen)).toBe(false);
    },
  );

  it("says nothing where a token protects", () => {
    expect(isOwnName("anything.test", { host: "0.0.0.0", port: 1 })).toBe(true);
  });

  it("of an IPv6 address stands in brackets in a URL", () => {
    expect([urlHost("::1"), urlHost("127.0.0.1")]).toEqual(["[::1]", "127.0.0.1"]);
  });
});
