import { expect, it } from "vitest";
import { createBook } from "../../processors/requests/index.ts";
import { inFiles, observed, row, startMs } from "../support/observed.ts";

const hour = 3_600_000;
const rows = Array.from({ length: 6000 }, (_, index) =>
  row(
    "contact.pki-operation",
    { endAt: index * 6000, tookMs: 300 },
    { keys: { transactionId: `T${index}` } },
  ),
);

/** A source of which there is little must not keep in memory what is there of the others. */
it.each([
  { name: "nothing else", sparse: [] },
  {
    name: "one line of a device's log",
    sparse: [observed("windows-device", "profile.received", { host: "pc1", outcome: "ok" })],
  },
  {
    name: "one entry of an upload",
    sparse: [observed("uploader", "report.entry", { keys: { deviceId: "d1" } })],
  },
  {
    name: "one event of a CA",
    sparse: [
      observed("ca", "issue.issued", { host: "ca01", outcome: "ok", keys: { caRequestId: "ca01/7" } }),
    ],
  },
])("requests that are over for hours have come out, beside $name", ({ sparse }) => {
  const book = createBook();
  let out = 0;
  book.add(inFiles(sparse));
  for (const one of inFiles(rows)) {
    out += book.advance(one.at ?? 0).length;
    book.add([one]);
  }
  out += book.advance(startMs + 14 * hour).length;
  // What is quiet for an hour, an hour before the end of the ten.
  expect(out).toBeGreaterThan(rows.length * 0.7);
});
