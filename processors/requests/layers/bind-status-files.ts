import type { Observation } from "../../contract/index.ts";
import { isPluginRun, pointFragment } from "../fragment.ts";
import { bindLayer } from "./bind-layer.ts";
import type { BindContext } from "./segment.ts";
import { spanOf } from "./span.ts";

/**
 * A status file is written while the plug-in's Notify call runs. Where the registration point's log names the file, the name joins it (elsewhere, as a strong
 * key). Where that log is missing, only the file's time is left: probable at best, since moving the file may have changed it.
 */
export function bindStatusFiles(context: BindContext): void {
  const named = new Set(
    context.clusters.flatMap((cluster) =>
      cluster.members.flatMap((member) =>
        member.fragment.observations.flatMap((one) =>
          one.keys.filter((key) => key.type === "statusFile").map((key) => key.value),
        ),
      ),
    ),
  );
  // Without a registration point's log nothing names the files, and only their times are left.
  const blind: Observation[] = [];
  for (const file of context.segment.statusFiles) {
    const known = file.keys.some((key) => key.type === "statusFile" && named.has(key.value));
    if (known || context.segment.present.has("crp")) context.unbound.push(pointFragment("status-file", file));
    else blind.push(file);
  }
  const calls = context.clusters.flatMap((cluster) => {
    const run = cluster.members[0]?.fragment;
    const call = isPluginRun(run) ? run.notifyCall : null;
    return call === null ? [] : [{ cluster, call }];
  });
  const layer = {
    inner: {
      spans: blind.map((file) => spanOf(file.at ?? 0, file.at ?? 0)),
      must: blind.map(() => false),
      whole: blind.map(() => true),
    },
    outer: {
      spans: calls.map(({ call }) => spanOf(call.from, call.to)),
      must: calls.map(() => false),
      whole: calls.map(() => true),
    },
    agrees: () => true,
  };
  const result = bindLayer(layer, context.learned.statusFile);
  for (const [index, file] of blind.entries()) {
    const call = calls[result.partnerOfInner[index] ?? -1];
    const fragment = pointFragment("status-file", file);
    if (call === undefined) context.unbound.push(fragment);
    else
      call.cluster.members.push({
        fragment,
        grade: "probable",
        why: "last written during this run's Notify call",
      });
  }
}
