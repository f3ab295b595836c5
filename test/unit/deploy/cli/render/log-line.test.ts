import { expect, test } from "vitest";
import { logLine } from "../../../../../processors/wording/index.ts";

const blob = "MIAGCSqGSIb3DQEHAqCAMIACAQExDzANBglghkgBZQMEAgEF".repeat(20);

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
])("of a SCEP message %s only the length is shown", (_, line, shown) => {
  expect(logLine(line)).toBe(shown);
});

test.each([
  "operation=GetCACert&message=SCEP%20Authority 443",
  "operation=GetCACaps&message=default 443",
  "thumbprint 251E592A777C82996C7CF96F3AAADCF996FC31FF of 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
])("%s stays as it is", (line) => {
  expect(logLine(line)).toBe(line);
});

test("of an event the number and what it says are quoted, of a trace what it says", () => {
  const system = "<Provider Name='x'/><EventID Qualifiers='1'>31</EventID><Computer>ndes01</Computer>";
  expect(
    logLine(`<Event xmlns='y'><System>${system}</System><EventData><Data>a</Data></EventData></Event>\n`),
  ).toBe("… <EventID Qualifiers='1'>31</EventID> … <EventData><Data>a</Data></EventData></Event>");
  const rendered = "<RenderingInfo Culture='de'><Message>c</Message><Level>Fehler</Level></RenderingInfo>";
  expect(logLine(`<Event><System></System><EventData/>${rendered}</Event>`)).toBe(
    "… <EventData/>… <Message>c</Message> …",
  );
  expect(
    logLine(
      "<E2ETraceEvent><System><EventID>0</EventID></System><ApplicationData>b</ApplicationData></E2ETraceEvent>",
    ),
  ).toBe("… <ApplicationData>b</ApplicationData></E2ETraceEvent>");
});

test("hostile envelopes cost no more than their length", () => {
  expect(logLine(`<Event ${"<EventID".repeat(20_000)}</System>`)).toBe("… ");
  expect(logLine("message=MI".repeat(20_000))).toContain("characters]");
});
