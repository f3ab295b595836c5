import { expect, test } from "vitest";
import { folderWith, iisLog } from "../unit/collectors/folder.ts";
import { runCommand } from "./run-command.ts";

/** What Node says of a call of the system is nothing for people. */
const raw = /\bE[A-Z]{3,}\b|no such file or directory|illegal operation|, \w+ '/;

/** `@` is a folder in which `logs` is a folder and `file` a file. */
const cases: readonly (readonly [command: string, why: RegExp])[] = [
  ["trace KEY --token-file @gone", /gone", cannot be read: it does not exist/],
  ["trace KEY --token-file @logs", /logs", cannot be read: it is a folder/],
  ["trace KEY --token-file @file/below", /below", cannot be read: a part of its path is not a folder/],
  ["analyze @logs --html @gone/a.html", /there is no folder ".*gone"/],
  ["analyze @logs --html @logs", /it is a folder/],
  ["analyze @logs --html @file/a.html", /there is no folder ".*file"/],
  ["config check @gone", /there is no configuration file ".*gone"/],
  ["up @logs --config @logs", /it is a folder/],
  ["doctor up @logs --config @file/below", /a part of its path is not a folder/],
  ["rules --values @gone", /it does not exist/],
  ["rules --values @logs", /it is a folder/],
  ["rules --out @file", /".*file" is a file/],
  ["rules --out @file/below", /".*file" is a file/],
  ["scep @gone", /there is no file ".*gone"/],
  ["scep @file/below", /a part of its path is not a folder/],
  ["up @file/below", /a part of its path is not a folder/],
  ["up @logs --data @file/below", /".*file" is a file/],
  ["analyze @file/below", /a part of its path is not a folder/],
  ["records @gone", /there is no file or folder ".*gone"/],
];

test.each(cases)("%s is refused in plain words, with what to do", async (command, why) => {
  const folder = folderWith({ "logs/u_ex261122.log": iisLog(1), file: "x" });
  const { code, out, err } = await runCommand(command.replaceAll("@", `${folder}/`).split(" "));
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^scepscope: .*\[[a-z]+\.[a-z-]+\]\nWhat to do: .+\.\n$/s);
  expect(err).toMatch(why);
  expect(err.replaceAll(folder, "")).not.toMatch(raw);
});
