import type { Summary } from "../../../processors/contract/index.ts";

/** What the demo says. */
export const demoText: {
  readonly welcome: (url: string, logs: string, keeps: boolean) => string;
  readonly farewell: (keptIn: string | null) => string;
} = {
  welcome: (url, logs, keeps) =>
    `\nscepscope demo: an invented fleet enrols devices, and writes its logs below ${logs}\n\n` +
    `  the page      ${url}\n` +
    `  the metrics   ${url}/metrics\n` +
    `  one request   npx scepscope trace KEY --url ${url}\n\n` +
    `Ctrl-C ends it, and ${keeps ? "leaves" : "removes"} what it has written.\n\n`,
  farewell: (keptIn) =>
    keptIn === null
      ? "\nThe demo has ended; its files are removed.\n"
      : `\nThe demo has ended; its files are in ${keptIn}\n`,
};

/** `1,204 requests: 1,150 succeeded, 31 failed, 23 open` */
export function statusLine({ requests, outcomes }: Summary): string {
  const { succeeded, failed, open, unknown } = outcomes;
  const doubt = unknown === 0 ? "" : `, ${count(unknown)} without a known end`;
  return `${count(requests)} requests: ${count(succeeded)} succeeded, ${count(failed)} failed, ${count(open)} open${doubt}`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
