import { readFileSync } from "node:fs";
import { createOutput, watchOutput } from "./output.ts";
import { errorText } from "./print-error.ts";
import { runCli } from "./run-cli.ts";

/**
 * The command `scepscope`. Exit codes: 0 all well, 1 failures found, 2 could not do the job, 130 interrupted.
 * A reader that goes away early (`| head`) ends it quietly.
 */
process.on("SIGINT", () => process.exit(130));
// Whoever runs us in its place was killed: nobody who looks for that process finds this one, and it would follow logs and hold the address for ever.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
watchOutput(process.stdout, (error) => {
  if (error !== null) process.stderr.write(errorText(error, process.argv[2] ?? null));
  process.exit(error === null ? 0 : 2);
});
// Nobody reads the errors either: there is nothing left to tell.
process.stderr.on("error", () => undefined);

const leftMsMax = 2000;

try {
  process.exitCode = await runCli(process.argv.slice(2), createOutput(process.stdout), version());
} catch (error) {
  process.exitCode = 2;
  process.stderr.write(errorText(error, process.argv[2] ?? null));
}
// What a command has ended may be held up by what a library has left: a client of Kafka that was told to go tries to reach a broker that is no more, for ever.
setTimeout(() => process.exit(), leftMsMax).unref();

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? "unknown";
}
