import { describe, expect, it } from "vitest";
import { causesToMarkdown, renderCause, renderCauseList } from "../../../../../deploy/cli/render/index.ts";
import { paintFor } from "../../../../../deploy/cli/render/frame.ts";
import { stepLines } from "../../../../../deploy/cli/render/step-lines.ts";
import { catalogue } from "../../../../../processors/causes/index.ts";
import { widest } from "./lines.ts";

describe("the catalogue in print", () => {
  it.each([40, 80, 120])("keeps to %d columns", (width) => {
    for (const colour of [false, true]) {
      expect(widest(renderCauseList(catalogue, { width, colour }))).toBeLessThanOrEqual(width);
      for (const cause of catalogue)
        expect(widest(renderCause(cause, { width, colour }))).toBeLessThanOrEqual(width);
    }
  });

  it("lists every cause once, under its stage", () => {
    const text = renderCauseList(catalogue, { width: 120, colour: false });
    for (const cause of catalogue)
      expect(text.match(new RegExp(`^. ${cause.id.replaceAll(".", "\\.")} `, "gm"))).toHaveLength(1);
  });

  it.each([40, 80, 100])("names every cause whole in %d columns", (width) => {
    const text = renderCauseList(catalogue, { width, colour: false });
    const words = text.replaceAll(/\s+/g, " ");
    for (const cause of catalogue) expect(words).toContain(cause.title);
  });

  it("prints all that is known of a cause", () => {
    for (const cause of catalogue) {
      const text = renderCause(cause, { width: 4000, colour: false }).replaceAll(/\s+/g, " ");
      for (const part of [cause.id, cause.title, cause.signal, cause.why, cause.source, ...cause.steps])
        expect(text).toContain(part);
    }
  });

  it.each([60, 80, 110])(
    "keeps a command on one line of %d columns where it has room, and paints it",
    (width) => {
      const code = "Get-Item C:\\a b c | Sort-Object Name";
      const steps = [
        "Start it.",
        `Now look, and look well, and look again: \`${code}\`. Then \`${"long ".repeat(40)}end\`.`,
      ];
      const lines = stepLines("  ", steps, { width, paint: paintFor({ width, colour: false }) });
      expect(lines.some((line) => line.includes(`\`${code}\``))).toBe(true);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(lines.join(" ").replaceAll(/\s+/g, " ").trim()).toBe(`1. ${steps[0]} 2. ${steps[1]}`);
      const painted = stepLines("  ", steps, { width, paint: (style, text) => `<${style}:${text}>` }).join(
        "\n",
      );
      expect(painted).toContain(`\`<cyan:${code}>\``);
      expect(painted).not.toMatch(/<cyan:[^>]*(?:Now|Then)/);
    },
  );

  it.each([80, 90, 100, 120])(
    "goes on behind the pipe of a command that is longer than %d columns",
    (width) => {
      const canvas = { width, paint: paintFor({ width, colour: false }) };
      const lines = catalogue.flatMap(({ steps }) => stepLines("     ", steps, canvas));
      expect(lines.filter((line) => /^\s*\|/.test(line))).toEqual([]);
      expect(lines.filter((line) => line.endsWith(" |")).length).toBeGreaterThan(0);
    },
  );

  it("is a page of the documentation with a heading and a row for each", () => {
    const page = causesToMarkdown(catalogue);
    for (const cause of catalogue) {
      expect(page).toContain(`\n### ${cause.id}\n`);
      expect(page).toContain(`](#${cause.id.replaceAll(".", "")})`);
    }
    expect(page).toMatch(/^# Causes\n/);
    expect(page.endsWith("\n") && !page.endsWith("\n\n")).toBe(true);
    expect(page.replaceAll(/`[^`\n]*`/g, "")).not.toMatch(/[^\\]<(?!!--)/);
  });
});
