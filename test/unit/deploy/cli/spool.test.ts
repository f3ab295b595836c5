import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createSpool } from "../../../../deploy/cli/spool.ts";
import { folderWith } from "../../../support/log-folder.ts";

test("where no temporary file can be made the folder is named that is not there", () => {
  const gone = join(folderWith({}), "gone");
  for (const name of ["TMPDIR", "TEMP", "TMP"]) vi.stubEnv(name, gone);
  onTestFinished(() => void vi.unstubAllEnvs());
  const spool = createSpool(8);
  expect(() => spool.write("more than is kept in memory")).toThrow(
    `no temporary file could be written in "${gone}": it does not exist`,
  );
});
