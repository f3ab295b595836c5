import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { analyzeCommand } from "../../deploy/cli/analyze-command.ts";
import type { AnalyzedBundle } from "../simulation/accuracy/index.ts";
import type { Simulation } from "../simulation/index.ts";
import { heardOutput } from "../support/heard-output.ts";

/** Writes the simulated logs to disk and reads them as anybody would: `analyze --json`. */
export async function analyzeSimulation(simulation: Simulation): Promise<AnalyzedBundle> {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-accuracy-"));
  try {
    writeFiles(folder, simulation);
    const { output, text } = heardOutput();
    await analyzeCommand([folder], { json: true, limit: Infinity }, output);
    return decode(text());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeFiles(folder: string, { files }: Simulation): void {
  for (const { path, bytes, modifiedAt } of files) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
    utimesSync(place, modifiedAt / 1000, modifiedAt / 1000);
  }
}

function decode(text: string): AnalyzedBundle {
  // The shape is promised, and tested elsewhere, by the schema.
  return JSON.parse(text) as AnalyzedBundle;
}
