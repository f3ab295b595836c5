import type { Summary } from "../../../processors/contract/index.ts";
import { counted } from "../../../processors/wording/index.ts";

/** Of what the writers of the demo begin with. */
export const pastStory: string =
  "The logs begin with a whole round of the story that is over by now, so the page has failures of the past, and alerts may still fire for them.";

/** What the demo says. */
export const demoText: {
  readonly welcome: (url: string, logs: string, keeps: boolean) => string;
  /** `usual` is where its page would be. */
  readonly isTaken: (usual: string) => string;
  readonly farewell: (keptIn: string | null) => string;
} = {
  welcome: (url, logs, keeps) =>
    `\nscepscope demo: an invented fleet enrols devices, and writes its logs below ${logs}\n\n` +
    `  the page      ${url}\n` +
    `  the metrics   ${url}/metrics\n` +
    `  the runbooks  ${url}/runbooks\n` +
    `  one request   npx scepscope trace KEY --url ${url}\n\n` +
    `Ctrl-C ends it, and ${keeps ? "leaves" : "removes"} what it has written.\n\n` +
    `${pastStory} The next round begins:\n\n`,
  isTaken: (usual) =>
    `\nThe usual address, ${usual}, is taken by another program, perhaps another scepscope: the demo takes a free port.\n`,
  farewell: (keptIn) =>
    keptIn === null
      ? "\nThe demo has ended; its files are removed.\n"
      : `\nThe demo has ended; its files are in ${keptIn}\n`,
};

/** `1,204 requests: 1,150 succeeded, 31 failed, 23 open; 2 alerts would fire` */
export function statusLine({ requests, outcomes }: Summary, alerts = 0): string {
  const { succeeded, failed, open, unknown } = outcomes;
  const doubt = unknown === 0 ? "" : `, ${count(unknown)} without a known end`;
  return `${count(requests)} requests: ${count(succeeded)} succeeded, ${count(failed)} failed, ${count(open)} open${doubt}${alertCount(alerts)}`;
}

function alertCount(alerts: number): string {
  return alerts === 0 ? "" : `; ${counted(alerts, "alert")} would fire`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
