import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { pack } from "../../../../../deploy/dev/release/pack.ts";

const boxes: string[] = [];
afterEach(() => boxes.splice(0).forEach((box) => rmSync(box, { recursive: true })));

/** The same files, written in another order and at another time. */
function folder(names: readonly string[], at: number): string {
  const box = mkdtempSync(join(tmpdir(), "scepscope-pack-"));
  boxes.push(box);
  const root = join(box, "scepscope");
  for (const name of names) {
    mkdirSync(join(root, name, ".."), { recursive: true });
    writeFileSync(join(root, name), `what ${name} holds`, { mode: name === "run" ? 0o755 : 0o644 });
    utimesSync(join(root, name), at, at);
  }
  return root;
}

test.each([
  ["linux-x64", "scepscope.tar.gz"],
  ["win32-x64", "scepscope.zip"],
])(
  "of %s the same files give the same bytes, whenever and in whatever order they were written",
  async (platform, name) => {
    const files = ["run", "a/b.ts", "a/B.ts", "a.ts"];
    const packed = await Promise.all(
      [folder(files, 1000), folder(files.toReversed(), 2_000_000)].map((root) =>
        pack(root, platform, Date.UTC(2026, 11, 1)),
      ),
    );
    expect(packed.map((path) => path.split("/").at(-1))).toEqual([name, name]);
    const [first, second] = packed.map((path) => readFileSync(path));
    expect(first?.length).toBeGreaterThan(100);
    expect(first).toEqual(second);
  },
);

test("another commit gives others", async () => {
  const [first, second] = await Promise.all(
    [1, 2].map((day) => pack(folder(["run"], 1000), "linux-x64", Date.UTC(2026, 11, day))),
  );
  expect(readFileSync(first ?? "")).not.toEqual(readFileSync(second ?? ""));
});
