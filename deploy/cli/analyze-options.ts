import { Option } from "commander";
import { keyPartMin } from "../../processors/wording/index.ts";
import { count, identifier, instant, list, outcomes, zone } from "./option-values.ts";

/** The options of `analyze`; their values are `AnalyzeFlags`. */
export const analyzeOptions: readonly Option[] = [
  new Option("--json", "print the result for machines; its schema is deploy/docs/analysis.schema.json"),
  new Option("--html <file>", "also write a report as one self-contained page, to attach to a ticket"),
  new Option(
    "--key <identifier>",
    `show the request with this identifier: transaction id, thumbprint, serial number, device, user, …; of a hexadecimal one its first ${keyPartMin} characters or more`,
  ).argParser(identifier),
  new Option(
    "--since <time>",
    "only requests that ended at or after this time (UTC unless it names a zone); the page and the API go by when they began",
  ).argParser(instant),
  new Option(
    "--until <time>",
    "only requests that began before this time; a date alone is its first moment",
  ).argParser(instant),
  new Option("--host <name>", "only requests of this host; may be given again").argParser(list),
  new Option(
    "--outcome <outcome>",
    "only requests that succeeded, failed, are open or unknown; may be given again",
  ).argParser(outcomes),
  new Option("--cause <id>", "only requests with this cause; may be given again").argParser(list),
  new Option("--limit <count>", "requests listed in the text").argParser(count).default(20),
  new Option(
    "--zone <zone>",
    "zone of clocks that do not tell theirs, such as Europe/Berlin or +01:00",
  ).argParser(zone),
  new Option("--wide", "do not cut lines to the width of the terminal"),
];
