import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { escapeText } from "../../../../../processors/wording/index.ts";
import { bytes, counted, duration, grouped, period } from "../../../../../deploy/cli/render/figures.ts";
import { fit, fitMiddle, wrap } from "../../../../../deploy/cli/render/text-width.ts";
import { createTimeline } from "../../../../../deploy/cli/render/timeline.ts";
import { noon } from "../../../processors/causes/request-of.ts";
import { dangerous } from "./lines.ts";

describe("text from a log", () => {
  it.each([
    ["plain words stay", "POST /certsrv/mscep/mscep.dll 200", "POST /certsrv/mscep/mscep.dll 200"],
    ["other alphabets stay", "Müller 株式会社", "Müller 株式会社"],
    ["escape sequences show", "\u001b[31mred", "\\x1b[31mred"],
    ["eight-bit controls show", "\u009b31m", "\\x9b31m"],
    ["reordering shows", "user\u202egnp.exe", "user\\u{202e}gnp.exe"],
    ["invisible characters show", "a\u200bb\ufeffc", "a\\u{200b}b\\u{feff}c"],
    ["tags show", "a\u{e0041}", "a\\u{e0041}"],
    ["line ends become a sign", "one\r\n  two\u2028three", "one ⏎ two ⏎ three"],
    ["tabs become blanks", "a\tb", "a b"],
    ["halves of characters become a sign", "a\ud800b", "a�b"],
  ])("%s", (_name, text, shown) => {
    expect(escapeText(text)).toBe(shown);
  });

  it("never keeps anything that acts", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        (text) => !dangerous.test(escapeText(text)) && !escapeText(text).includes("\n"),
      ),
    );
  });
});

describe("width", () => {
  it("is kept by cutting, wherever it is cut", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 60 }), (text, width) => {
        const safe = escapeText(text);
        return stringWidth(fit(safe, width)) <= width && stringWidth(fitMiddle(safe, width)) <= width;
      }),
    );
  });

  it("is kept by breaking lines, and nothing is lost", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii" }), fc.integer({ min: 2, max: 40 }), (text, width) => {
        const lines = wrap(text, width);
        return (
          lines.every((line) => stringWidth(line) <= width) &&
          lines.join("").replaceAll(" ", "") === text.replaceAll(" ", "")
        );
      }),
    );
  });

  it("keeps both ends of what is cut in the middle", () => {
    expect(fitMiddle("ndes01/IIS/W3SVC1/u_ex261122.log:8800", 17)).toBe("ndes01/I…log:8800");
    expect(fit("verify.signing-certificate-missing", 10)).toBe("verify.si…");
  });
});

describe("figures", () => {
  it.each([
    [0, "0 ms"],
    [0.42, "0.4 ms"],
    [875, "875 ms"],
    [999.7, "1.000 s"],
    [1296, "1.296 s"],
    [12_340, "12.3 s"],
    [59_999, "0 m 59 s"],
    [192_000, "3 m 12 s"],
    [7_500_000, "2 h 05 m"],
    [356_400_000, "4 d 3 h"],
  ])("%d ms reads as %s", (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it("group digits, count and say periods", () => {
    expect(grouped(1_234_567)).toBe("1,234,567");
    expect(counted(1, "request")).toBe("1 request");
    expect(counted(2000, "request")).toBe("2,000 requests");
    expect([0, 999, 271_828, 1e9, 3.2e12].map(bytes)).toEqual([
      "0 B",
      "999 B",
      "271.8 kB",
      "1.0 GB",
      "3.2 TB",
    ]);
    expect(period(noon, noon + 60_000)).toBe("2026-11-22 10:14:07 – 10:15:07 UTC");
    expect(period(noon, noon + 86_400_000)).toBe("2026-11-22 10:14:07 – 2026-11-23 10:14:07 UTC");
  });
});

it("a timeline keeps every count, however long the time", () => {
  const timeline = createTimeline();
  for (let index = 0; index < 20_000; index += 1) timeline.add(noon + index * 977_000);
  const counts = timeline.resample(noon, noon + 20_000 * 977_000, 40);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20_000);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(50);
});
