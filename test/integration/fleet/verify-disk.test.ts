import { appendFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { DiskReport } from "../../../deploy/fleet/verify/index.ts";
import { runCommand } from "../../e2e/run-command.ts";
import { fleetLives, useFleetServices } from "../../support/fleet-lives.ts";
import type { LoadFolder } from "../../support/load-folder.ts";
import { writeLoadInto } from "../../support/load-folder.ts";

const services = useFleetServices();
const lives = fleetLives(services);
const { load } = lives;

async function verify(
  { place }: LoadFolder = load,
  paths: readonly string[] = [place.folder],
): Promise<{ readonly code: number | null; readonly report: DiskReport }> {
  const { code, out, err } = await runCommand(["verify", ...paths, "--json", "--config", place.configFile]);
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

test("status files are in the state too where their collector has the folders of its servers from its configuration", async () => {
  const configured = fleetLives(services);
  onTestFinished(configured.end);
  const hosts = ["load01", "load02"];
  configured.begin("collect", { hosts });
  await configured.begin("process").url;
  await writeLoadInto(configured.load, { seed: 6, historyMs: 60_000, everyMs: 400, stepped: () => false });
  await configured.finished([{ hosts }]);
  const { folder } = configured.load.place;
  const folders = hosts.map((host) => join(folder, host));
  expect(readdirSync(folder, { recursive: true, encoding: "utf8" }).join()).toContain(
    "CertificateRequestStatus",
  );
  for (const paths of [folders, [folder], ...folders.map((one) => [one])]) {
    const { code, report } = await verify(configured.load, paths);
    expect([paths, code, report.differences.slice(0, 3)]).toEqual([paths, 0, []]);
  }
}, 180_000);
