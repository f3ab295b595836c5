import type { Bundle, BundleFile } from "../../../collectors/index.ts";
import type { Claim, Request } from "../../../processors/contract/index.ts";
import type { Finding } from "../../../processors/index.ts";
import { counted } from "../../../processors/wording/index.ts";
import type { Output } from "../output.ts";
import { renderWaterfall } from "../render/index.ts";
import type { Frame } from "../render/index.ts";
import { quoteRecords } from "./quote-records.ts";
import type { Report } from "./report.ts";
import type { RequestFilter } from "./request-filter.ts";
import { unknownKey } from "./unknown-key.ts";

/** The requests that carry a key, each as a waterfall with the lines that prove it. */
export function createWaterfallReport(
  output: Output,
  bundle: Bundle,
  { key, filter, frame, lost }: { key: string; filter: RequestFilter; frame: Frame; lost: () => number },
): Report {
  const matches: { request: Request; claim: Claim | null }[] = [];
  let count = 0;
  return {
    take: (finding: Finding) => {
      if (finding.type !== "request" || !filter(finding.request, finding.claim)) return;
      count += 1;
      if (matches.length < matchesMax) matches.push(finding);
    },
    takeUnreadable: () => {},
    finish: async () => {
      if (count === 0) throw unknownKey(key);
      const files = new Map(bundle.files.map((file): [string, BundleFile] => [file.source.id, file]));
      matches.sort((a, b) => (a.request.startedAt ?? 0) - (b.request.startedAt ?? 0));
      for (const { request, claim } of matches) {
        const quotes = await quoteRecords(request, files);
        await output.write(`${renderWaterfall(request, claim, { ...quotes, frame })}\n`);
      }
      const rest = count - matches.length;
      if (rest > 0)
        await output.write(
          `… and ${counted(rest, "more request")} with this key: narrow it with --since and --until, or use --json\n`,
        );
      await output.write(lostText(lost()));
      return matches.some(({ request }) => request.outcome === "failed") ? 1 : 0;
    },
    close: () => {},
  };
}

const matchesMax = 10;

/** Why the exit code is not 0 although the request is well. */
function lostText(lost: number): string {
  if (lost === 0) return "";
  return `… and ${counted(lost, "file or archive", "files or archives")} could not be read in full: \`analyze\` without --key says which\n`;
}
