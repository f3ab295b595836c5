import { expect, test } from "vitest";

import { createPreview } from "../../../../processors/preview/index.ts";
import { createBook } from "../../../../processors/requests/index.ts";
import { inFiles, row } from "../../../support/observed.ts";

const keys = { clientIp: "10.1.1.1", userAgent: "Agent/1" };
const observations = inFiles([
  row("contact.capabilities", { endAt: 0, tookMs: 10 }, { keys }),
  row("contact.ca-certificate", { endAt: 1000, tookMs: 10 }, { keys }),
  row("contact.pki-operation", { endAt: 2400, tookMs: 400 }, { keys, host: "ndes02" }),
  row("contact.probe", { endAt: 9000, tookMs: 10 }),
]);

test("calls whose client went on at another host are shown as no request, as they finally are none", () => {
  const preview = createPreview();
  const book = createBook();
  for (const observation of observations) {
    preview.add([observation]);
    book.add([observation]);
    while (preview.refresh(book.experience()).isMore);
  }
  const finals = book.end();
  expect(finals.map(({ host }) => host)).toEqual(["ndes02"]);
  expect([...preview.requests()].map(({ id }) => id)).toEqual(finals.map(({ id }) => id));
});
