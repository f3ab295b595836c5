import { patienceMs } from "./wait-until.ts";
import { afterAll } from "vitest";
import { createLoadFolder } from "./load-folder.ts";
import type { LoadFolder } from "./load-folder.ts";
import type { Line } from "./exposition-lines.ts";
import { metricsOf, requestsOf, sumOf, totalsOf, until } from "./up-answers.ts";
import { startUpProcess } from "./up-process.ts";
import type { RoleProcess } from "../../deploy/dev/fleet/role-process.ts";
import type { UpPlace } from "./up-process.ts";
import type { ApiRequest } from "../../processors/contract/index.ts";

/** The lives of `up` over one folder of logs; the test file's end kills what still runs, and removes all of it. */
export interface UpLives {
  readonly load: LoadFolder;
  begin(place?: UpPlace, when?: "now" | "later"): RoleProcess;
  /** All have ended. */
  over(): Promise<void>;
  /** What a whole life gives in which everything is read, and nothing can change any more. */
  finished(place?: UpPlace): Promise<Finished>;
}

export interface Finished {
  readonly requests: readonly ApiRequest[];
  readonly totals: Readonly<Record<string, number>>;
  readonly log: string;
}

export function upLives(load: LoadFolder = createLoadFolder()): UpLives {
  const running = new Set<RoleProcess>();
  const begin: UpLives["begin"] = (place = load.place, when = "now") => {
    const up = startUpProcess(place, when);
    running.add(up);
    void up.ended.then(() => running.delete(up));
    return up;
  };
  const over = async (): Promise<void> => void (await Promise.all([...running].map(({ ended }) => ended)));
  afterAll(async () => {
    for (const up of running) up.kill("SIGKILL");
    await over();
    load.remove();
  });
  return { load, begin, over, finished: (place = load.place) => finished(begin(place, "later"), load) };
}

async function finished(up: RoleProcess, load: LoadFolder): Promise<Finished> {
  const url = await up.url;
  const answer = await whenDone(url, load.bytes());
  up.kill("SIGTERM");
  const { code } = await up.ended;
  if (code !== 0) throw new Error(`it ended with ${code}: ${up.log()}`);
  return { ...answer, log: up.log() };
}

/** As soon as so many bytes are read, all requests are final and all of them are counted. A fleet answers at two places, and says whose each series is. */
export async function whenDone(
  metricsUrl: string,
  bytes: number,
  {
    pageUrl = metricsUrl,
    secondsMax = patienceMs / 1000,
  }: { readonly pageUrl?: string; readonly secondsMax?: number } = {},
): Promise<Omit<Finished, "log">> {
  await until(
    () => metricsOf(metricsUrl),
    (lines) => sumOf(lines, "scepscope_read_bytes_total") >= bytes,
    secondsMax,
  );
  const requests = await until(
    () => requestsOf(pageUrl),
    (all) => all.length > 0 && all.every(({ isFinal }) => isFinal),
  );
  const lines = await until(
    () => metricsOf(metricsUrl),
    (all) => sumOf(all, "scep_requests_total") >= requests.length,
  );
  const totals = Object.fromEntries(totalsOf(lines.map(withoutPartition)));
  return { requests: requests.map((request) => ({ ...request, changedAt: "" })), totals };
}

function withoutPartition(line: Line): Line {
  const { partition: _, ...labels } = line.labels;
  return { ...line, labels };
}
