import { spawnSync } from "node:child_process";
import { hash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findProgram } from "./find-program.ts";

const recipe: string = fileURLToPath(new URL("otelcol/builder.yaml", import.meta.url));
const builder = "go.opentelemetry.io/collector/cmd/builder@v0.160.0";
const buildMsMax = 900_000;

/**
 * Path of an OpenTelemetry Collector, built from Go modules when there is none yet: that takes a minute or several. It is kept outside the repository, under a name that
 * follows from its recipe. Throws where it cannot be built. Two that build at one time disturb nobody: whoever is done last replaces the other's.
 */
export function otelcolPath(say: (text: string) => void = () => undefined): string {
  const name = `otelcol-${hash("sha256", readFileSync(recipe)).slice(0, 12)}`;
  const place = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "scepscope", name);
  if (existsSync(place)) return place;
  const go = findProgram(["go"]);
  if (go === null) throw cannotBuild("there is no Go on the PATH");
  say("building an OpenTelemetry Collector for the tests (go run, a few minutes)");
  const folder = mkdtempSync(join(tmpdir(), "scepscope-otelcol-"));
  try {
    cpSync(recipe, join(folder, "builder.yaml"));
    const words = ["run", builder, "--config", "builder.yaml"];
    const { status, stderr, error } = spawnSync(go, words, {
      cwd: folder,
      encoding: "utf8",
      // Not optimised: that would be a good part of the build, and tests send it little.
      env: { ...process.env, GOFLAGS: `${process.env["GOFLAGS"] ?? ""} "-gcflags=all=-N -l"`.trim() },
      timeout: buildMsMax,
      maxBuffer: 2 ** 26,
    });
    if (status !== 0) throw cannotBuild(error?.message ?? stderr.trim().slice(-600));
    mkdirSync(dirname(place), { recursive: true });
    const copy = `${place}.${process.pid}`;
    cpSync(join(folder, "out", "otelcol"), copy);
    renameSync(copy, place);
    return place;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function cannotBuild(why: string): Error {
  return new Error(
    `traces are tested with a real OpenTelemetry Collector, and it cannot be built: ${why}. What to do: install Go 1.25 or later, with access to the Go modules, and run the test again`,
  );
}
