import { afterEach, expect, test } from "vitest";

import { createLiveFiles } from "../../../../deploy/demo/live-files.ts";
import { storyFolder } from "../../../support/story-folder.ts";

let place = storyFolder();
afterEach(() => {
  place.remove();
  place = storyFolder();
});
const limits = { pluginBytesMax: 10, traceBytesMax: 10, webBufferMs: 0 };
const plugin = "h/NDESPolicyModule/Logs/NDESPlugin";
const at = Date.UTC(2026, 10, 28, 9, 40, 5);

test("the plug-in's log is renamed when it is full, and its predecessor replaced", () => {
  const files = createLiveFiles({ ...place, ...limits });
  for (const text of ["one\n", "two\n", "three\n", "four\n", "five\n"])
    files.append(`${plugin}.log`, text, at);
  files.flush(null);
  expect([place.text(`${plugin}.lo_`), place.text(`${plugin}.log`)]).toEqual(["three\n", "four\nfive\n"]);
});

test("a service trace that is full goes on in one that is named for its first moment", () => {
  const files = createLiveFiles({ ...place, ...limits });
  const named = "h/Logs/NDESConnector_2026-11-28_080000.svclog";
  for (const [index, text] of ["<a/><a/>", "<b/>", "<c/><c/>"].entries())
    files.append(named, text, at + index * 1000);
  files.flush(null);
  expect(place.files(/svclog/).map((path) => [path.slice(-24), place.text(path)])).toEqual([
    ["2026-11-28_080000.svclog", "<a/><a/>"],
    ["2026-11-28_094006.svclog", "<b/>"],
    ["2026-11-28_094007.svclog", "<c/><c/>"],
  ]);
});

test("a status file moves from folder to folder and keeps its bytes and its age", () => {
  const files = createLiveFiles({ ...place, ...limits });
  files.place("x", { path: "h/Processing/x", text: "1", at });
  files.place("x", { path: "h/Succeed/x", text: "2", at: at + 5000 });
  expect(place.files(/./)).toEqual(["h/Succeed/x"]);
  expect(place.text("h/Succeed/x")).toBe("1");
});

test("what lies in Processing for long is cleared; what came later stays", () => {
  const files = createLiveFiles({ ...place, ...limits });
  for (const [name, late] of [
    ["a", 0],
    ["b", 1000],
  ] as const)
    files.place(name, { path: `h/Processing/${name}`, text: name, at: at + late });
  expect(files.clear("/Processing/", "/Succeed/", at + 1)).toBe(1);
  expect(place.files(/./)).toEqual(["h/Processing/b", "h/Succeed/a"]);
});

test("a hidden host's writers go on, also with files that are fresh, and all of it comes back", () => {
  const files = createLiveFiles({ ...place, ...limits });
  files.append("h/a.log", "1", at);
  files.append("other/a.log", "1", at);
  files.hide("h");
  files.append("h/a.log", "2", at);
  files.append("h/deep/b.log", "3", at);
  files.flush(null);
  expect(place.files(/./)).toEqual(["other/a.log"]);
  files.hide(null);
  expect(place.files(/^h/).map((path) => place.text(path))).toEqual(["12", "3"]);
});

test("what nobody writes for long is deleted, and nothing else", () => {
  const files = createLiveFiles({ ...place, ...limits });
  files.append("h/a.log", "1", at);
  files.place("x", { path: "h/Processing/x", text: "1", at: at + 1 });
  files.append("h/b.log", "1", at + 2);
  files.append("h/a.log", "2", at + 3);
  files.flush(null);
  files.forget(at + 3);
  expect(place.files(/./)).toEqual(["h/a.log"]);
  files.append("h/b.log", "again", at + 4);
  files.flush(null);
  expect(place.text("h/b.log")).toBe("again");
});

test("IIS may keep its rows for a minute, as it does in life; others write at once, and nothing is lost", () => {
  const files = createLiveFiles({ ...place, ...limits, webBufferMs: 60_000 });
  for (const [path, later] of [
    ["h/IIS/W3SVC1/a.log", 0],
    ["h/IIS/W3SVC1/a.log", 59_000],
    ["h/b.log", 59_000],
  ] as const)
    files.append(path, "1", at + later);
  files.flush(at + 59_000);
  expect(place.files(/./)).toEqual(["h/b.log"]);
  files.flush(at + 60_000);
  expect(place.text("h/IIS/W3SVC1/a.log")).toBe("11");
  files.append("h/IIS/W3SVC1/a.log", "2", at + 61_000);
  files.flush(at + 62_000);
  expect(place.text("h/IIS/W3SVC1/a.log")).toBe("11");
  files.hide(null);
  expect(place.text("h/IIS/W3SVC1/a.log")).toBe("112");
});
