/**
 * Loaded before a measured program (`node --import`): at its end it writes what the process has used to descriptor 3, as one
 * JSON object. Only a process can say this of itself; the parent sees no more than the time that passed.
 */
import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

if (isMainThread) {
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeSync(3, JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, rssBytes: maxRSS * 1024 }));
  });
}
