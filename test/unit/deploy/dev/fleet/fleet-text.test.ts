import { expect, test } from "vitest";
import { demoText } from "../../../../../deploy/cli/demo/demo-text.ts";
import { fleetFarewell, fleetText } from "../../../../../deploy/dev/fleet/fleet-text.ts";

const past = "alerts may still fire for them";

test("the fleet says as the demo does that its logs begin with what is over, and that its files are removed", () => {
  const place = { folder: "/tmp/f", kafka: "k:1", redis: "r:1", topic: "t", listen: "127.0.0.1:0" };
  const text = fleetText({ place, page: "http://127.0.0.1:1", processors: [], alerting: null });
  expect(text).toContain(past);
  expect(demoText.welcome("u", "l", false)).toContain(past);
  expect(fleetFarewell).toContain("its files are removed");
  expect(demoText.farewell(null)).toContain("its files are removed");
});
