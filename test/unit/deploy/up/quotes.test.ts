import { join } from "node:path";
import { expect, test } from "vitest";
import type { SourceFile } from "../../../../collectors/contract/index.ts";
import { createQuotes } from "../../../../deploy/up/quotes.ts";
import type { Quotes } from "../../../../deploy/up/quotes.ts";
import { folderWith } from "../../../support/log-folder.ts";

const formats = { log: "iis-w3c", CRS: "status-file" } as const;

/** Finds files of a folder one after the other, and says which of them can still be quoted. */
async function quotable(quotes: Quotes, names: readonly string[]): Promise<readonly string[]> {
  const folder = folderWith(Object.fromEntries(names.map((name) => [name, `text of ${name}`])));
  const files = names.map((name): SourceFile => {
    const format = name.endsWith("log") ? formats.log : formats.CRS;
    return { id: name, host: "ndes01", path: name, format, encoding: "utf-8", modifiedAt: null };
  });
  for (const { id, host, format } of files)
    quotes.see({ type: "found", path: join(folder, id), host, format, fileId: id, offset: 0 });
  const texts = await Promise.all(files.map((file) => quotes.quote(file, 0, 9 + file.id.length - 1)));
  return texts.flatMap((text) => text ?? []);
}

test("any number of status files does not crowd out a log, and the newest of them can be quoted", async () => {
  const quotes = createQuotes({ logsMax: 2, statusFilesMax: 2 });
  const names = ["a.log", "1.CRS", "2.CRS", "3.CRS", "4.CRS"];
  expect(await quotable(quotes, names)).toEqual(["text of a.log", "text of 3.CRS", "text of 4.CRS"]);
});

test("of too many logs the newest can be quoted", async () => {
  const quotes = createQuotes({ logsMax: 2, statusFilesMax: 2 });
  expect(await quotable(quotes, ["a.log", "b.log", "c.log"])).toEqual(["text of b.log", "text of c.log"]);
});
