import { expect, test } from "vitest";
import type { SourceFile } from "../../../../collectors/contract/index.ts";
import { liveHostOf } from "../../../../deploy/up/live-hosts.ts";

const file: SourceFile = {
  id: "1",
  host: "Folder",
  path: "Folder/Security.xml",
  format: "event-xml",
  encoding: "utf-8",
  modifiedAt: null,
};

test.each([
  { what: "what a record calls its computer", host: file, inside: "NDES01.contoso.test", is: "ndes01" },
  { what: "the file's folder where it calls it nothing", host: file, inside: "", is: "folder" },
  { what: "the file's folder where a name was crossed out", host: file, inside: "xxx", is: "folder" },
  {
    what: "what a configuration says, whatever a record calls it",
    host: { ...file, isHostGiven: true as const },
    inside: "NDES01.contoso.test",
    is: "folder",
  },
])("the host of a record is $what", ({ host, inside, is }) => {
  expect(liveHostOf(host, inside)).toBe(is);
});
