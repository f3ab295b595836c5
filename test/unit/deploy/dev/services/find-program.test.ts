import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, it } from "vitest";
import { findProgram } from "../../../../../deploy/dev/services/find-program.ts";

it("finds the first name that can be started, wherever on the path it is", () => {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-path-"));
  try {
    writeFileSync(join(folder, "second"), "");
    chmodSync(join(folder, "second"), 0o755);
    const path = ["", "/nowhere", folder].join(delimiter);
    expect(findProgram(["first", "second"], path)).toBe(join(folder, "second"));
    expect(findProgram(["first"], path)).toBeNull();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
