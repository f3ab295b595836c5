import { sayHostTrouble } from "../../fleet/host-trouble.ts";
import { madeAgain } from "../../fleet/made-again.ts";
import type { PartitionView, StateView } from "../../fleet/state/state-view.ts";
import { grouped } from "../../../processors/wording/index.ts";
import { visible } from "../../runtime/visible.ts";

/** The state as a table for people. */
export function renderState(view: StateView): string {
  const { store, schema, memory, requests, provisional, hosts, partitions, kafka } = view;
  const head = [
    `store     ${store}, schema ${schema ?? "none"}`,
    ...(memory === null ? [] : [`memory    ${mebibytes(memory.usedBytes)}${limitOf(memory.limitBytes)}`]),
    `requests  ${grouped(requests)}, of them ${grouped(provisional)} provisional`,
    `hosts     ${grouped(hosts)}`,
    ...(kafka === null ? [] : [`Kafka     nothing is known: ${kafka}`]),
  ];
  const rows = [heads, ...partitions.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const troubles = [
    ...partitions.flatMap(troublesOf),
    ...[...view.collectedTwice, ...view.caApart].map((one) => `! ${sayHostTrouble(one)}`),
  ];
  const lines = [...head, "", ...table, ...(troubles.length === 0 ? [] : ["", ...troubles])];
  return `${lines.map(visible).join("\n")}\n`;
}

function troublesOf(view: PartitionView): readonly string[] {
  return [madeAgain(view), view.trouble].flatMap((each) =>
    each === null ? [] : [`! ${view.partition}: ${each}`],
  );
}

const heads = ["partition", "lag", "kept up to", "state", "owned since", "epoch", "reader", "position"];

function cellsOf(one: PartitionView): readonly string[] {
  return [
    one.partition,
    one.lag === null ? "?" : String(one.lag),
    one.keptUpTo ?? "-",
    mebibytes(one.stateBytes),
    one.ownedSince ?? "-",
    String(one.epoch),
    one.reader ?? "-",
    one.position ?? "-",
  ];
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

function limitOf(bytes: number): string {
  return bytes === 0 ? ", without a limit" : ` of ${mebibytes(bytes)}`;
}
