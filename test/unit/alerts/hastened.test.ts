import { expect, test } from "vitest";
import { hastened } from "../../../alerts/index.ts";
import { readValues } from "../../../deploy/alerts/index.ts";

test("for a story that is told ten times faster an alert waits and looks back a tenth as long, and its counts stay", () => {
  const { alerts } = hastened(readValues(null), 10);
  expect(alerts.ScepServerErrors).toMatchObject({ for: "12s", window: "90s", count: 5, share: 0.1 });
  expect(alerts.ScepCollectorSilent.age).toBe("30s");
  expect(alerts.ScepImpersonationRight.for).toBe("0s");
  expect(hastened(readValues(null), 1)).toEqual(readValues(null));
});
