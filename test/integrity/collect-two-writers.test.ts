import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { placeAt, receivedFrom, startRig } from "../support/collector-rig.ts";
import { folderWith, logLine } from "../support/log-folder.ts";

/** Lines of a length that no block of the disk divides, some at a time and some cut in two by the other's. */
const writer = `
  const { appendFileSync } = require("node:fs");
  const [, path, name] = process.argv;
  for (let line = 0; line < 400; line += 1) {
    const text = "2026-11-22 10:00:00 192.0.2.10 GET /" + name + "/" + line + " 200 " + "x".repeat(line % 97);
    appendFileSync(path, text.slice(0, line % 50));
    appendFileSync(path, text.slice(line % 50) + "\\n");
  }`;

test("a log that two processes write to at the same time is shipped as it stands, each byte once and in order", async () => {
  const folder = folderWith({ "u_ex1.log": logLine(1) });
  const path = join(folder, "u_ex1.log");
  const rig = await startRig({ places: [placeAt(folder)], limits: { sliceBytesMax: 1000 } });
  const writers = ["one", "two"].map((name) => spawn(process.execPath, ["-e", writer, path, name]));
  let left = writers.length;
  for (const each of writers) each.once("close", () => (left -= 1));
  const closed = Promise.all(writers.map((each) => once(each, "close")));
  while (left > 0) {
    await rig.step();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await closed;
  await rig.step();
  await rig.stop();
  const [received] = receivedFrom(rig.shipments).values();
  expect(String(received)).toBe(readFileSync(path, "utf8"));
  expect(rig.events.filter(({ type }) => type !== "found")).toEqual([]);
});
