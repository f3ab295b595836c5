import { expect, it } from "vitest";
import { inFiles, observed } from "../support/observed.ts";
import { requestsOf } from "../support/feed-book.ts";

/** A request has one certificate: a device that installs two within minutes went through two enrolments. */
it("two certificates that one device installed are two requests, and take nothing from each other", () => {
  const profile = { profileId: "p1" };
  const thumbprints = ["AA", "BB"];
  const requests = requestsOf(
    inFiles([
      ...thumbprints.map((thumbprint, index) =>
        observed("windows-device", "deliver.installed", {
          host: "pc1",
          at: index * 1000,
          outcome: "ok",
          keys: { ...profile, thumbprint },
        }),
      ),
      ...thumbprints.map((thumbprint) =>
        observed("connector", "report.result", { outcome: "ok", keys: { thumbprint }, thread: thumbprint }),
      ),
    ]),
  );
  for (const { keys } of requests) expect(keys.get("thumbprint")).toHaveLength(1);
});
