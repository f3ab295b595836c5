import type { Key, Observation, Writer } from "../contract/index.ts";
import type { TextRecord } from "../records/index.ts";
import { observeAndroid } from "./android.ts";
import { quoteText } from "./kept-text.ts";
import { addLabelledKeys } from "./labelled-keys.ts";
import { toObservation } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";

/** Lines without a known grammar: CloudExtension.log reads like Android, mscep.log is the NDES service's own trace. */
export function observeFreeText(record: TextRecord, context: ObserveContext, out: Observation[]): void {
  const name = context.file.path.slice(context.file.path.lastIndexOf("/") + 1);
  if (/cloudextension|omadm/i.test(name)) return observeAndroid(record, context, out);
  const writer: Writer = /mscep/i.test(name) ? "ndes" : "other";
  if (record.text.trim() === "") return;
  const keys: Key[] = [];
  addLabelledKeys(keys, record.text);
  const facts = { text: quoteText(record.text) };
  out.push(
    toObservation(record, context, { writer, kind: "run.note", stage: 0, outcome: "none", keys, facts }),
  );
}
