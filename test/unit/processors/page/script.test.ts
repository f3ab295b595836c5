import { describe, expect, it } from "vitest";
import { commandOf, concerns } from "../../../../processors/page/assets/page.mjs";

const digest = { requests: ["r1", "r2"], hosts: [], isMore: false };

const one = { request: "r1", host: "ndes01" };

describe("a live page asks again", () => {
  it("whenever anything changes, if it shows more than one request", () => {
    expect(concerns(digest, { request: "", host: "" })).toBe(true);
  });

  it("only for its own request, or its host as long as that matters, or when not all is told", () => {
    expect(concerns(digest, one)).toBe(true);
    expect(concerns(digest, { ...one, request: "r3" })).toBe(false);
    expect(concerns({ ...digest, isMore: true }, { ...one, request: "r3" })).toBe(true);
    expect(concerns({ ...digest, requests: [], hosts: ["ndes01"] }, one)).toBe(true);
    expect(concerns({ ...digest, requests: [], hosts: ["ndes02"] }, one)).toBe(false);
    expect(concerns({ ...digest, requests: [], hosts: ["ndes01"] }, { request: "r1", host: "" })).toBe(false);
  });
});

const plain = { ctrlKey: false, metaKey: false, altKey: false };

describe("a key is the page's own", () => {
  it.each(["/", "j", "k", "Enter", "o", "r", "h", "c", "?"])("%s has a command", (key) => {
    expect(commandOf({ ...plain, key }, "BODY")).toBeTypeOf("function");
  });

  it("unless somebody writes, or the browser has the key", () => {
    for (const field of ["INPUT", "SELECT", "TEXTAREA"])
      expect(commandOf({ ...plain, key: "j" }, field)).toBeNull();
    expect(commandOf({ ...plain, key: "r", ctrlKey: true }, "BODY")).toBeNull();
    expect(commandOf({ ...plain, key: "r", metaKey: true }, "BODY")).toBeNull();
    expect(commandOf({ ...plain, key: "Enter" }, "A")).toBeNull();
    expect(commandOf({ ...plain, key: "x" }, "BODY")).toBeNull();
  });
});
