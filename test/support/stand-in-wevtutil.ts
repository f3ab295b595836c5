import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * A program of the name and the words of `wevtutil qe`, on channels that are files: what it prints is in UTF-16 LE, as with `/uni:true`. To an XPath that it does not understand
 * it answers with nothing and no error, as somebody saw the real one do.
 */
export interface StandIn {
  /** Put before the others. */
  readonly path: string;
  /** The events that a channel holds, oldest first; null: it must not be read. */
  set(channel: string, events: readonly string[] | null): void;
  /** Each answer of the channel takes so long. */
  slow(channel: string, ms: number): void;
  /** The XPath of each question that was asked of a channel so far, `*` where there was none, with how many events were wanted. */
  asked(channel: string): readonly string[];
}

const program = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const [verb, channel, ...words] = process.argv.slice(2);
const word = (name) => words.find((one) => one.startsWith(name))?.slice(name.length);
if (verb !== "qe" || word("/uni:") !== "true" || word("/f:") !== "RenderedXml") process.exit(87);
const path = join(__dirname, encodeURIComponent(channel));
const count = Number(word("/c:"));
const query = word("/q:") ?? "*";
appendFileSync(path + ".asked", query + " " + count + "\\n");
const held = JSON.parse(readFileSync(path, "utf8"));
if (existsSync(path + ".slow")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(readFileSync(path + ".slow", "utf8")));
if (held === null) {
  process.stderr.write("Access is denied.\\n");
  process.exit(5);
}
const numberIn = (xml, name) => Number(new RegExp("<" + name + "(?: [^>]*)?>(\\\\d+)<").exec(xml)?.[1] ?? -1);
const inner = query === "*" ? "" : /^[*]\\[System\\[(.*)\\]\\]$/.exec(query)?.[1] ?? "?";
const term = /(EventRecordID|EventID)(>=|<=|=|>|<)(\\d+)/g;
const terms = inner.match(term) ?? [];
const rest = inner.replace(term, "").replace(/ and | or /g, "").replace(/[()]/g, "");
if (rest !== "" || terms.length > 20) process.exit(0);
const condition = inner.replace(term, (_, name, sign, value) => name + (sign === "=" ? "===" : sign) + value);
const code = condition === "" ? "true" : condition.replaceAll(" and ", " && ").replaceAll(" or ", " || ");
const fits = new Function("EventRecordID", "EventID", "return " + code);
const ordered = word("/rd:") === "true" ? held.toReversed() : held;
const wanted = [];
for (const xml of ordered) {
  if (wanted.length >= count) break;
  if (fits(numberIn(xml, "EventRecordID"), numberIn(xml, "EventID"))) wanted.push(xml);
}
process.stdout.write(Buffer.from(wanted.map((xml) => xml + "\\r\\n").join(""), "utf16le"));
`;

export function standInWevtutil(folder: string): StandIn {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "wevtutil"), program, { mode: 0o755 });
  const fileOf = (channel: string): string => join(folder, encodeURIComponent(channel));
  return {
    path: `${folder}${delimiter}${process.env["PATH"] ?? ""}`,
    set: (channel, events) => {
      // It may be asked at any moment.
      writeFileSync(`${fileOf(channel)}.next`, JSON.stringify(events));
      renameSync(`${fileOf(channel)}.next`, fileOf(channel));
    },
    slow: (channel, ms) => writeFileSync(`${fileOf(channel)}.slow`, String(ms)),
    asked: (channel) => {
      const path = `${fileOf(channel)}.asked`;
      return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
    },
  };
}
