import { expect, it } from "vitest";
import { inFiles, row } from "../support/observed.ts";
import { requestsOf } from "../support/feed-book.ts";

it("a client that asks for capabilities twice before its PKIOperation has both calls in its request", () => {
  const keys = { clientIp: "10.1.1.1", userAgent: "Agent/1" };
  const [request] = requestsOf(
    inFiles([
      row("contact.capabilities", { endAt: 1000, tookMs: 10 }, { keys }),
      row("contact.capabilities", { endAt: 2000, tookMs: 10 }, { keys }),
      row("contact.pki-operation", { endAt: 4000, tookMs: 400 }, { keys }),
    ]),
  );
  expect(request?.evidence.map(({ observation }) => observation.kind)).toEqual([
    "contact.capabilities",
    "contact.capabilities",
    "contact.pki-operation",
  ]);
});
