import fc from "fast-check";
import { expect, test } from "vitest";
import { regularEvent } from "../../processors/records/svclog/regular-event.ts";
import { eventReader } from "../../processors/records/svclog/usual-event.ts";

const oneOf = (...values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...values);

const event = fc
  .record({
    gap: oneOf("", "", "", "\n "),
    eventId: oneOf("0", "0", "7", 'SystemTime="', String.raw`$&.*(`),
    level: oneOf("Information", "Information", "Error"),
    time: oneOf("2026-11-22T10:00:00.1234567Z", "2026-11-22T10:00:01Z", ""),
    source: oneOf("CertificateRegistrationPoint", "[a|b]+?", " ThreadID="),
    activity: oneOf("{00000000-0000-0000-0000-000000000000}", "{0d3a7e1c-0000-4b7c-9a11-6f0e6a0f3b21}", ""),
    related: oneOf("", "", "", ' RelatedActivityID="{1}"'),
    thread: oneOf("5", "6", "12", ""),
    computer: oneOf("NDES01", "NDES01", "a.b", '"', "é"),
    text: oneOf(
      "VerifyRequest Started.",
      'He said "no".',
      String.raw`a\b $& &lt;`,
      "",
      " two\nlines ",
      "<b>x</b>",
    ),
  })
  .map(
    (one) =>
      `<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent"><System xmlns="http://schemas.microsoft.com/2004/06/windows/eventlog/system">${one.gap}` +
      `<EventID>${one.eventId}</EventID><Type>3</Type><SubType Name="${one.level}">0</SubType><Level>8</Level>` +
      `<TimeCreated SystemTime="${one.time}" /><Source Name="${one.source}" /><Correlation ActivityID="${one.activity}"${one.related} />` +
      `<Execution ProcessName="w3wp" ProcessID="4388" ThreadID="${one.thread}" />${one.gap}<Channel/><Computer>${one.computer}</Computer></System>` +
      `<ApplicationData>${one.text}</ApplicationData></E2ETraceEvent>`,
  );

test("whatever the events before it, an event is read as any regular event", () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 12 }), fc.boolean(), (kinds, isLong) => {
      // In a long run of unusual events the last becomes the usual one.
      const events = isLong ? kinds.flatMap((kind) => Array.from({ length: 260 }, () => kind)) : kinds;
      const text = events.join("");
      const read = eventReader();
      let from = 0;
      for (const one of events) {
        expect(read(text, from)).toEqual(regularEvent(text, from));
        from += one.length;
      }
    }),
    { numRuns: 60 },
  );
});
