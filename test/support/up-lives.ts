import { afterAll } from "vitest";
import { createLoadFolder } from "./load-folder.ts";
import type { LoadFolder } from "./load-folder.ts";
import { metricsOf, requestsOf, sumOf, totalsOf, until } from "./up-answers.ts";
import { startUpProcess } from "./up-process.ts";
import type { UpPlace, UpProcess } from "./up-process.ts";
import type { ApiRequest } from "../../processors/contract/index.ts";

/** The lives of `up` over one folder of logs; the test file's end kills what still runs, and removes all of it. */
export interface UpLives {
  readonly load: LoadFolder;
  begin(place?: UpPlace, when?: "now" | "later"): UpProcess;
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
  const running = new Set<UpProcess>();
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

async function finished(up: UpProcess, load: LoadFolder): Promise<Finished> {
  const url = await up.url;
  const answer = await whenDone(url, load.bytes());
  up.kill("SIGTERM");
  const { code } = await up.ended;
  if (code !== 0) throw new Error(`it ended with ${code}: ${up.log()}`);
  return { ...answer, log: up.log() };
}

/** As soon as so many bytes are read, and all requests are final. */
export async function whenDone(url: string, bytes: number): Promise<Omit<Finished, "log">> {
  await until(
    () => metricsOf(url),
    (lines) => sumOf(lines, "scepscope_read_bytes_total") >= bytes,
  );
  const requests = await until(
    () => requestsOf(url),
    (all) => all.every(({ isFinal }) => isFinal),
  );
  const totals = Object.fromEntries(totalsOf(await metricsOf(url)));
  return { requests: requests.map((request) => ({ ...request, changedAt: "" })), totals };
}
