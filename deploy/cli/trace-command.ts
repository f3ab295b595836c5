import { readFileSync } from "node:fs";
import { causeById } from "../../processors/index.ts";
import { environment } from "../runtime/environment.ts";
import type { Environment } from "../runtime/environment.ts";
import { terminalFacts, terminalOf } from "../runtime/terminal.ts";
import { asCalled } from "./as-called.ts";
import { cliError } from "../errors/cli-error.ts";
import { systemReason } from "../../collectors/contract/index.ts";
import type { Output } from "./output.ts";
import { partOfKeyWords, wholeKeyWords } from "../../processors/wording/index.ts";
import { renderWaterfall } from "./render/index.ts";
import { createApiClient } from "./trace/api-client.ts";
import type { ApiAddress } from "./trace/api-client.ts";
import { fromApi } from "./trace/from-api.ts";
import { visible } from "../runtime/visible.ts";

export interface TraceFlags {
  readonly url?: string;
  readonly tokenFile?: string;
  readonly json?: boolean;
  readonly wide?: boolean;
  readonly color?: boolean;
}

/** Where `scepscope up` listens unless it is told otherwise. */
const urlDefault = "http://127.0.0.1:8643";
const shownMax = 10;
/** A script must be able to tell a device that never asked from one whose request failed. */
const unknownKeyCode = 3;

/**
 * Asks a running scepscope for the requests with an identifier and shows each as `analyze --key` does. Exit code 0: they are well; 1: one
 * of them failed; 3: there is none.
 */
export async function traceCommand(key: string, flags: TraceFlags, output: Output): Promise<number> {
  if (key.trim() === "") throw noKey();
  const client = createApiClient(addressOf(flags, environment()));
  const { requests, next, incomplete } = await client.find(key, shownMax);
  if (requests.length === 0) {
    if (incomplete !== null) throw notYet(key, incomplete);
    await output.write(
      `No request carries "${visible(key)}". ${wholeKeyWords}\nThe page of a request shows its identifiers whole. ${partOfKeyWords(asCalled("`scepscope analyze PATH --key`"))}\n`,
    );
    return unknownKeyCode;
  }
  const terminal = terminalOf(terminalFacts(), flags);
  const frame = { width: flags.wide === true ? wideColumns : terminal.width, colour: terminal.isColourful };
  for (const { id } of requests.toReversed()) {
    const detail = await client.detail(id);
    if (flags.json === true) await output.write(`${visible(JSON.stringify(detail))}\n`);
    else {
      const { request, claim, quotes } = fromApi(detail, causeById);
      await output.write(`${renderWaterfall(request, claim, { ...quotes, frame })}\n`);
    }
  }
  if (next !== null && flags.json !== true)
    await output.write(
      `… and older ones with this identifier: the page and /api/v1/requests?key=… list them\n`,
    );
  return requests.some(({ outcome }) => outcome === "failed") ? 1 : 0;
}

/** As when a variable of a script is empty: every request would carry it. */
function noKey(): Error {
  return cliError({
    code: "usage.option-value",
    what: "the identifier to look for is empty",
    remedy: "name one: a transaction, device, user, thumbprint, serial number, CA request or profile",
  });
}

/** What is under way is put together again after a start: until then nobody knows that there is none. */
function notYet(key: string, reason: string): Error {
  return cliError({
    code: "api.not-ready",
    what: `no request carries "${visible(key)}" so far, and not all is there yet: ${reason}`,
    remedy: "ask again when it is: the page of that server tells",
  });
}

const wideColumns = 1000;

function addressOf(flags: TraceFlags, env: Environment): ApiAddress {
  return {
    url: flags.url ?? env.url ?? urlDefault,
    token: flags.tokenFile === undefined ? env.token : readToken(flags.tokenFile),
  };
}

function readToken(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    throw cliError({
      code: "input.unreadable",
      what: `the file with the token, "${path}", cannot be read: ${systemReason(error)}`,
      remedy:
        "name a file that this user may read with --token-file, or put the token itself into SCEPSCOPE_TOKEN",
    });
  }
}
