import { fileURLToPath } from "node:url";

import { measuredFormats } from "./records.ts";
import type { RecordSpeed } from "./records.ts";
import { runNode } from "./run-measured.ts";

/** Each format in a process of its own: what the compiler learned from one would slow down or speed up the other. */
export async function measureRecordSpeeds(step: (what: string) => void): Promise<readonly RecordSpeed[]> {
  const speeds: RecordSpeed[] = [];
  for (const format of measuredFormats()) {
    step(`reading ${format} records`);
    const run = await runNode([records, "--json", format]);
    if (run?.exitCode !== 0) throw new Error(`${format} was not measured: ${run?.complaint}`);
    const measured: RecordSpeed[] = JSON.parse(run.output);
    speeds.push(...measured);
  }
  return speeds;
}

const records: string = fileURLToPath(new URL("./records.ts", import.meta.url));
