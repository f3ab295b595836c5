import { writeBundle } from "../simulation/index.ts";
import { benchScenarios } from "./bench-scenarios.ts";

/** A program: `write-bench-bundle.ts FOLDER NAME BYTES` writes a bundle and prints its size. Its own process, so that the bench stays small. */
const [folder = "", name = "", bytes = ""] = process.argv.slice(2);
const scenario = Object.entries(benchScenarios).find(([key]) => key === name)?.[1];
if (scenario === undefined) throw new Error(`There is no bench scenario "${name}"`);
process.stdout.write(JSON.stringify(writeBundle(folder, scenario, { seed: 1, bytesMin: Number(bytes) })));
