import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programPath } from "../../deploy/dev/services/prometheus.ts";

/** Runs the real promtool over rules and tests; YAML is a superset of JSON, so tests are written as that. It evaluates all groups `every` so often, whatever their interval. */
export function promtoolTest(
  rules: readonly string[],
  tests: readonly object[],
  every: "1m" | "15m" = "1m",
): { readonly passed: boolean; readonly said: string } {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-promtool-"));
  try {
    const names = rules.map((text, index) => {
      writeFileSync(join(folder, `rules-${index}.yaml`), text);
      return `rules-${index}.yaml`;
    });
    // Else their order is another one each time, and what reads a recorded series sees it now or a step later.
    const group_eval_order = rules.flatMap((text) =>
      [...text.matchAll(/^ {2}- name: (\S+)$/gm)].flatMap(([, name]) => name ?? []),
    );
    writeFileSync(
      join(folder, "tests.yaml"),
      JSON.stringify({ rule_files: names, evaluation_interval: every, group_eval_order, tests }),
    );
    const { status, stdout, stderr } = spawnSync(programPath("promtool"), ["test", "rules", "tests.yaml"], {
      cwd: folder,
      encoding: "utf8",
      // It lives for a second: collecting garbage, and with threads of its own, would be a good part of that.
      env: { ...process.env, GOGC: "400", GOMAXPROCS: "1" },
    });
    return { passed: status === 0, said: `${stdout}${stderr}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
