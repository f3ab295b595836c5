import { appendFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DiskReport } from "../../../deploy/fleet/verify/index.ts";
import { runCommand } from "../../e2e/run-command.ts";
import { fleetLives, useFleetServices } from "../../support/fleet-lives.ts";
import { writeLoadInto } from "../../support/load-folder.ts";

const lives = fleetLives(useFleetServices());
const { load } = lives;

async function verify(): Promise<{ readonly code: number | null; readonly report: DiskReport }> {
  const { folder, configFile } = load.place;
  const { code, out, err } = await runCommand(["verify", folder, "--json", "--config", configFile]);
  expect(err).toBe("");
  return { code, report: JSON.parse(out) };
}

test("each byte on the disk of a collector is in the state of the fleet, and what is not is named", async () => {
  lives.begin("collect");
  await lives.begin("process").url;
  await writeLoadInto(load, { seed: 5, historyMs: 60_000, everyMs: 400, stepped: () => false });
  await lives.finished();
  const whole = await verify();
  expect(whole.report).toMatchObject({ missingBytes: 0, differences: [], bytes: load.bytes() });
  expect(whole.code).toBe(0);

  const [log = ""] = readdirSync(load.place.folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith("NDESPlugin.log"),
  );
  const line = "a line that no collector has sent\r\n";
  appendFileSync(join(load.place.folder, log), line);
  const { code, report } = await verify();
  expect([code, report.missingBytes, report.unexplained]).toEqual([1, line.length, 1]);
  expect(report.differences).toMatchObject([
    { type: "position", path: expect.stringContaining("NDESPlugin.log") },
  ]);

  rmSync(join(load.place.folder, log));
  const gone = await verify();
  expect([gone.code, gone.report.unexplained, gone.report.differenceCount]).toEqual([0, 0, 1]);
}, 180_000);
