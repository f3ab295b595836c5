import { expect, test } from "vitest";
import { logLine } from "../../../../../processors/wording/index.ts";

const blob = "MIAGCSqGSIb3DQEHAqCAMIACAQExDzANBglghkgBZQMEAgEF".repeat(20);

const inLines = (text: string, width: number, lineEnd = "\r\n"): string =>
  (text.match(new RegExp(`.{1,${width}}`, "g")) ?? []).join(lineEnd);

test.each([
  [
    "in the query of a row",
    `GET /x operation=PKIOperation&message=${blob} 443`,
    `GET /x operation=PKIOperation&message=[${blob.length} characters] 443`,
  ],
  ["with escapes", `message=${blob}%2B%3D 443`, `message=[${blob.length + 6} characters] 443`],
  [
    "that was cut",
    "operation=PKIOperation&message=MIAGCSq... 443",
    "operation=PKIOperation&message=[10 characters] 443",
  ],
  [
    "before its operation",
    "?message=MIIB/+x=&operation=PKIOperation",
    "?message=[8 characters]&operation=PKIOperation",
  ],
  ["without its query", `reply: ${blob}==`, `reply: [${blob.length + 2} characters]`],
  ["in lines", `CSR:\r\n${inLines(blob, 64)}== end`, `CSR:\r\n[${blob.length + 14 * 2 + 2} characters] end`],
  ["in lines of XML", `a ${inLines(blob, 76, "&#xD;&#xA;")}<`, `a [${blob.length + 12 * 10} characters]<`],
])("of a SCEP message %s only the length is shown", (_, line, shown) => {
  expect(logLine(line)).toBe(shown);
});

test("a run is found wherever it begins", () => {
  for (let at = 0; at < 200; at += 1)
    expect(logLine(`${"of a word".repeat(23).slice(0, at)} ${blob}`)).toContain(
      `[${blob.length} characters]`,
    );
});

test.each([
  "operation=GetCACert&message=SCEP%20Authority 443",
  "operation=GetCACaps&message=default 443",
  `hashes ${"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef ".repeat(3)}end`,
  "thumbprint 251E592A777C82996C7CF96F3AAADCF996FC31FF of 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
])("%s stays as it is", (line) => {
  expect(logLine(line)).toBe(line);
});

test("of an event who wrote it, its number, its time and what it says are quoted, of a trace what it says", () => {
  const system =
    "<Provider Name='x' Guid='{y}'/><EventID Qualifiers='1'>31</EventID><Level>2</Level><TimeCreated SystemTime='2026-11-22T10:00:00Z'/><Computer>ndes01</Computer>";
  expect(
    logLine(`<Event xmlns='y'><System>${system}</System><EventData><Data>a</Data></EventData></Event>\n`),
  ).toBe(
    "… Provider Name='x' … <EventID Qualifiers='1'>31</EventID> … SystemTime='2026-11-22T10:00:00Z' … <EventData><Data>a</Data></EventData></Event>",
  );
  const rendered = "<RenderingInfo Culture='de'><Message>c</Message><Level>Fehler</Level></RenderingInfo>";
  expect(logLine(`<Event><System></System><EventData/>${rendered}</Event>`)).toBe(
    "… <EventData/>… <Message>c</Message> …",
  );
  expect(
    logLine(
      "<E2ETraceEvent><System><EventID>0</EventID><TimeCreated SystemTime='z'/></System><ApplicationData>b</ApplicationData></E2ETraceEvent>",
    ),
  ).toBe("… <ApplicationData>b</ApplicationData></E2ETraceEvent>");
});

test("references to line ends and tabs in an event are shown as such, all others stay", () => {
  const event = (said: string): string => `<Event><System></System><Data>${said}</Data></Event>`;
  expect(logLine(event("a&#xD;&#xA;&#13;&#010;b&#x9;&#9;c"))).toBe("… <Data>a\nb\t\tc</Data></Event>");
  for (const said of ["&lt;b&gt; &amp;#xD; &#x1b; &#x202e; &#xDD; &#130;", "&#xD", "#xA;"])
    expect(logLine(event(said))).toBe(`… <Data>${said}</Data></Event>`);
  // What is no event says what it says.
  expect(logLine("GET /x?a&#xD;&#xA;b")).toBe("GET /x?a&#xD;&#xA;b");
});

test("a SCEP message in an event is hidden across references to line ends too", () => {
  const said = `message=${blob}&#xD;&#xA;${blob}`;
  expect(logLine(`<Event><System></System><Data>${said}</Data></Event>`)).toBe(
    `… <Data>message=[${blob.length} characters]\n[${blob.length} characters]</Data></Event>`,
  );
});

test("hostile envelopes cost no more than their length", () => {
  expect(logLine(`<Event ${"<EventID".repeat(20_000)}</System>`)).toBe("… ");
  for (const piece of ["<Provider Name='", "SystemTime='", "&#x0", "&#xD;"])
    expect(logLine(`<Event ${piece.repeat(20_000)}</System>${piece.repeat(20_000)}`)).toMatch(/^… /);
  expect(logLine("message=MI".repeat(20_000))).toContain("characters]");
  expect(logLine(`${"Z".repeat(150)} `.repeat(20_000))).toMatch(/^\[\d+ characters\]$/);
  expect(logLine(`${"a".repeat(150)} `.repeat(20_000)).length).toBeLessThan(3_020_001);
});
