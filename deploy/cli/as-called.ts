import { terminalFacts } from "../runtime/terminal.ts";

type Environment = ReturnType<typeof terminalFacts>["env"];

/**
 * A text that names the command, as whoever reads it has to type it. In a clone `scepscope` is on nobody's PATH before `npm link`, so who came by npx or `npm start`
 * reads `npx scepscope`. Both say so in the environment.
 */
export function asCalled(text: string, env?: Environment): string {
  return (env === undefined ? cameByNpm : isByNpm(env)) ? text.replaceAll(calls, "npx scepscope ") : text;
}

/** Of a script that runs us for another reason, such as a test, nothing follows. */
function isByNpm({ npm_lifecycle_event: event, npm_lifecycle_script: script = "" }: Environment): boolean {
  if (event === "npx") return /^["']?scepscope\b/.test(script);
  return event === "start" && script.includes("deploy/dev/run.mjs");
}

/** Of this process; that is asked for every paragraph. */
const cameByNpm = isByNpm(terminalFacts().env);

/** The name alone is the program, such as in "no scepscope answers". */
const calls: RegExp =
  /(?<!npx )\bscepscope (?=(?:up|demo|collect|process|serve|doctor|state|verify|rules|trace|analyze|records|scep|causes|formats|config|completion|--help|COMMAND|\[options\])(?![\w-]))/g;
