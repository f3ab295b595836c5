/** Of those that run until they are stopped. */
const running = (when = ""): Readonly<Record<number, string>> => ({
  0: `stopped by Ctrl-C or SIGTERM${when}`,
  2: "could not go on, and why",
});

/** By command: what each of its exit codes means. */
const meanings: ReadonlyMap<string, Readonly<Record<number, string>>> = new Map([
  [
    "analyze",
    {
      0: "no failure was found",
      1: "failures were found",
      2: "nothing could be read, or not all of it and the rest shows no failure, or what was asked for is not there",
    },
  ],
  ["up", running()],
  ["demo", running()],
  ["collect", running("; what was read and not sent is sent at the next start")],
  ["process", running(" when all that was taken is kept")],
  ["serve", running()],
  [
    "trace",
    {
      0: "they are well",
      1: "one of them failed",
      2: "could not ask, or not all is there yet",
      3: "no request has this identifier",
    },
  ],
  ["records", { 0: "printed, whatever was rejected", 2: "could not be read, and why" }],
  ["config", { 0: "all well", 2: "the configuration cannot be used, and why" }],
  ["doctor", { 0: "all well", 1: "something should be looked at", 2: "it cannot work like this" }],
  ["state", { 0: "shown or done", 1: "not confirmed", 2: "could not do the job" }],
  ["verify", { 0: "the same", 1: "differences", 2: "a partition could not be compared" }],
]);

/** Of all others: they do it, or cannot. */
const usual = { 0: "done", 2: "could not do the job, and why" };

/** The last line of a command's help. */
export function exitCodes(command: string): string {
  const told = Object.entries(meanings.get(command) ?? usual);
  return `\nExit codes: ${told.map(([code, meaning]) => `${code} ${meaning}`).join(", ")}.`;
}
