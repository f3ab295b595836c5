import { readFileSync, statSync } from "node:fs";
import { withoutMessage } from "../../processors/contract/index.ts";
import { readScepInput, scepMessageToText } from "../../processors/index.ts";
import { cliError } from "../errors/cli-error.ts";
import { systemReason } from "../../collectors/contract/index.ts";
import type { Output } from "./output.ts";
import { visible } from "../runtime/visible.ts";

/**
 * Prints the attributes of one SCEP message: of a file (DER, PEM, base64, or a text with a URL), of a URL or its query
 * given on the command line, or of standard input for `-`. Never the request inside of it, nor the challenge.
 */
export async function scepCommand(
  input: string,
  { json }: { readonly json?: boolean },
  output: Output,
): Promise<number> {
  const message = readScepInput(await bytesOf(input));
  if (message.status === "unreadable") {
    throw cliError({
      code: "input.not-scep",
      what: `${input === "-" ? "standard input" : `"${shownPart(input)}"`} holds no SCEP message`,
      remedy:
        "give a CMS message as DER, PEM or base64, or a whole PKIOperation URL as the IIS log or the device shows it, in quotes",
    });
  }
  await output.write(`${json === true ? visible(JSON.stringify(message)) : scepMessageToText(message)}\n`);
  return 0;
}

async function bytesOf(input: string): Promise<Buffer> {
  if (input === "-") return standardInput();
  if (/^https?:\/\/|operation=/i.test(input) || bareMessage.test(input)) return Buffer.from(input);
  try {
    if (statSync(input).size <= inputBytesMax) return readFileSync(input);
  } catch (error) {
    throw notRead(input, error);
  }
  throw unreadable(input, `it is larger than ${inputBytesMax} bytes`);
}

function notRead(input: string, error: unknown): Error {
  const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
  return isMissing ? missing(input) : unreadable(input, systemReason(error));
}

/** Base64 of a DER message that was pasted; no path looks like it. */
const bareMessage = /^MI[\w+/%]{200,}(?:=|%3D){0,2}$/i;

/** An error repeats what was asked for, and nothing of a message. */
function shownPart(input: string): string {
  return withoutMessage(input.slice(0, 8192)).slice(0, 120);
}

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > inputBytesMax)
      throw unreadable("standard input", `it is larger than ${inputBytesMax} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

const inputBytesMax = 4 * 2 ** 20;

function missing(input: string): Error {
  return cliError({
    code: "input.missing",
    what: `there is no file "${shownPart(input)}"`,
    remedy: scepRemedy,
  });
}

const scepRemedy =
  "give the path of a file with one SCEP message, a PKIOperation URL in quotes, or - for standard input";

function unreadable(input: string, why: string): Error {
  return cliError({
    code: "input.unreadable",
    what: `"${input}" cannot be read: ${why}`,
    remedy: scepRemedy,
  });
}
