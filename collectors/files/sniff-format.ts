import type { Format } from "../contract/index.ts";

/** The format that the first lines of a text file show, or null. Order matters: the surest sign first. */
export function sniffFormat(text: string): Format | null {
  for (const [format, shows] of signs) if (shows(text)) return format;
  return null;
}

/**
 * Signs are looked for in the whole head, not at its first byte: exports carry comments and titles before the first
 * entry. Every pattern is anchored to a line or a literal, so that none can backtrack over the head.
 */
const signs: readonly (readonly [Format, (text: string) => boolean])[] = [
  ["svclog", (text) => text.includes("<E2ETraceEvent")],
  ["event-xml", (text) => /<Event[\s>]/.test(text) && /<System[\s>]/.test(text)],
  [
    "httperr",
    (text) => /^#Software: Microsoft HTTP API/m.test(text) || hasColumn(text, "s-queuename|s-reason"),
  ],
  ["iis-w3c", (text) => iisSoftware.test(text) || hasColumn(text, "cs-uri-stem|cs-method")],
  ["cmtrace", (text) => text.includes("<![LOG[") || /\]LOG\]!>|\$\$<[^<>\n]{1,200}></.test(text)],
  ["omadm", (text) => omadmLine.test(text)],
  ["console", (text) => consoleLines.some((line) => line.test(text))],
  ["httperr", (text) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+ \S+ \S+ \S+ HTTP\/\d/m.test(text)],
  ["iis-w3c", (text) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+ (?:GET|POST|HEAD) \//m.test(text)],
  ["cmtrace", (text) => pluginLine.test(text)],
];

const iisSoftware = /^#Software: Microsoft Internet Information Services/m;

function hasColumn(text: string, names: string): boolean {
  return new RegExp(`^#Fields:[^\\n]{0,4000}[ \\t](?:${names})(?=[ \\t\\r\\n]|$)`, "m").test(text);
}

/** `2026-11-22T10:00:00.1234567  VERB  Event  com.example.Class  18327  10  text`; the word Event may be missing. */
const omadmLine =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}[ \t]+[A-Z]{2,12}[ \t]+(?:Event[ \t]+)?[\w.$]{1,300}[ \t]+\d+[ \t]+\d+[ \t]/m;

const consoleLines: readonly RegExp[] = [
  // debug    18:30:55.487908 -0500    profiled    text, also separated by tabs
  /^(?:Line \d+:\s)?\s{0,4}(?:default|info|debug|error|fault|notice)[ \t]+\d\d:\d\d:\d\d\.\d{3,9}[ \t]?[-+]\d{4}[ \t]+\S/im,
  // Nov 22 10:00:00 host process[123] <Notice>: text
  /^(?:Line \d+:\s)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,255} \S{1,255}\[\d+\](?: \([^)\n]{0,255}\))? <[A-Z][a-z]+>:/m,
  // 2026-11-22 10:00:00.123456-0500 0x1a2b Default 0x0 123 0 profiled: text
  /^(?:Line \d+:\s)?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3,9}[-+]\d{4}[ \t]+\S/m,
];

/** Bare lines of the policy module, without an envelope. */
const pluginLine =
  /^\s{0,8}(?:Calling (?:VerifyRequest|Notify)|Exiting (?:VerifyRequest|Notify) with|Verify challenge returns )/m;
