import { expect, test } from "vitest";
import { cliError } from "../../../../deploy/errors/cli-error.ts";
import { completionScript, shells } from "../../../../deploy/cli/completion-script.ts";
import { nearest } from "../../../../processors/wording/index.ts";
import { errorText } from "../../../../deploy/cli/print-error.ts";
import { createProgress, progressText } from "../../../../deploy/cli/progress.ts";
import { visible } from "../../../../deploy/runtime/visible.ts";

test("what a terminal would obey is shown instead", () => {
  expect(visible("a\u001b[31mb\u009bc\u202ed\u2066e\0")).toBe("a\\u001b[31mb\\u009bc\\u202ed\\u2066e\\u0000");
  expect(visible("caf\u00e9 \u65e5\u672c\ttab\n")).toBe("caf\u00e9 \u65e5\u672c\ttab\n");
  expect(JSON.parse(visible(JSON.stringify("\u009b\u202e")))).toBe("\u009b\u202e");
});

test("an error says what happened and what to do, and never obeys what it quotes", () => {
  const error = cliError({
    code: "input.missing",
    what: 'there is no file "\u001b[2J"',
    remedy: "check the spelling",
  });
  expect(errorText(error, null)).toBe(
    'scepscope: there is no file "\\u001b[2J" [input.missing]\nWhat to do: check the spelling.\n',
  );
});

test("a mistake of ours is told apart from bad input", () => {
  expect(errorText(new TypeError("oops"), null)).toMatch(
    /fault of the program[^]*TypeError: oops[^]*report it/,
  );
});

test.each([
  ["verfy.timeout", "verify.timeout"],
  ["signing-certificate-missing", "verify.signing-certificate-missing"],
  ["verify.signing", "verify.signing-certificate-missing"],
  ["Verify.Signing", "verify.signing-certificate-missing"],
  ["verify.", null],
  ["", null],
  ["x".repeat(5000), null],
  ["something else entirely", null],
])("the nearest to %s is %s", (word, expected) => {
  expect(nearest(word, ["verify.timeout", "verify.signing-certificate-missing"])).toBe(expected);
});

test("the nearest to the beginning of a section is the section, whatever stands within it", () => {
  expect(nearest("pseudo", ["pseudonyms.key", "up", "pseudonyms", "pseudonyms"])).toBe("pseudonyms");
});

test.each(shells)(
  "the %s completion knows every command, every option and the values that one takes",
  (shell) => {
    const words = new Map([
      ["", [["analyze", "it's a bundle: read it"]]],
      [
        "analyze",
        [
          ["--json", "for machines"],
          ["--outcome", "of requests"],
        ],
      ],
    ] as const);
    const script = completionScript(shell, { words, values: new Map([["--outcome", [["failed", ""]]]]) });
    expect(script).toContain("analyze");
    expect(script).toMatch(/--json|-l json/);
    expect(script).toMatch(/(?:--|-l )outcome.*failed/);
  },
);

test("progress shows bytes, rate and time left, not at once, not too often, and wipes itself", () => {
  expect(progressText(120e6, 1e9, 1500)).toBe("reading 120 MB of 1.0 GB, 80 MB/s, 11 s left");
  const written: string[] = [];
  let now = 0;
  const progress = createProgress({
    write: (text) => written.push(text),
    now: () => now,
    width: 40,
  });
  for (; now < 600; now += 50) progress.found(now);
  expect(written).toEqual(["\rlooking for logs: 500 so far\u001b[K"]);
  for (; now < 1000; now += 50) progress.report(now - 500, 1000);
  progress.end();
  expect(written).toHaveLength(4);
  expect(written[1]).toContain("reading");
  expect(written.at(-1)).toBe("\r\u001b[K");
  for (const line of written) expect(line.length).toBeLessThanOrEqual(40 + 4);
});

test("progress that nobody watches is silent", () => {
  const progress = createProgress({ write: null, now: () => 1e9, width: 80 });
  expect(() => {
    progress.found(1);
    progress.report(1, 2);
    progress.end();
  }).not.toThrow();
});
