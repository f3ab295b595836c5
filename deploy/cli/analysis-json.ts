import type { Analysis, AnalysisRejected, AnalysisRequest } from "../../processors/contract/index.ts";
import type { Output } from "./output.ts";
import { createSpool } from "./spool.ts";
import { visible } from "../runtime/visible.ts";

/** Writes one `Analysis` as JSON without ever holding all of its requests. */
export interface AnalysisJson {
  addRequest(request: AnalysisRequest): void;
  addRejected(rejected: AnalysisRejected): void;
  /** What is known at the end; `sources` nevertheless come first. */
  finish(rest: Pick<Analysis, "sources" | "hosts" | "unbound">): Promise<void>;
  close(): void;
}

/**
 * Requests and rejected ranges are spooled until the end. One request, source or host stands on each line, so that the
 * text can be compared and searched line by line; the same analysis always gives the same bytes.
 */
export function createAnalysisJson(output: Output): AnalysisJson {
  const requests = createSpool();
  const rejected = createSpool(2 ** 16);
  const separate = { requests: separator(), rejected: separator() };
  return {
    addRequest: (request) => requests.write(separate.requests() + visible(JSON.stringify(request))),
    addRejected: (range) => rejected.write(separate.rejected() + visible(JSON.stringify(range))),
    finish: async ({ sources, hosts, unbound }) => {
      await output.write(`{"version":1,\n"sources":[${lines(sources)}],\n"requests":[`);
      for (const piece of requests.read()) await output.writeBytes(piece);
      await output.write(
        `],\n"hosts":[${lines(hosts)}],\n"unbound":${visible(JSON.stringify(unbound))},\n"rejected":[`,
      );
      for (const piece of rejected.read()) await output.writeBytes(piece);
      await output.write("]}\n");
    },
    close: () => {
      requests.close();
      rejected.close();
    },
  };
}

function separator(): () => string {
  let isFirst = true;
  return () => {
    const text = isFirst ? "\n" : ",\n";
    isFirst = false;
    return text;
  };
}

function lines(list: readonly object[]): string {
  return list.map((one, index) => `${index === 0 ? "\n" : ",\n"}${visible(JSON.stringify(one))}`).join("");
}
