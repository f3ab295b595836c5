import { expect, test } from "vitest";
import { asCalled } from "../../../../deploy/cli/as-called.ts";
import { createProgram } from "../../../../deploy/cli/program.ts";
import { createOutput } from "../../../../deploy/cli/output.ts";

const npx = { npm_lifecycle_event: "npx", npm_lifecycle_script: "scepscope" };
const remedy = "`scepscope formats` lists them; no scepscope answers; npx scepscope up";

test.each([
  ["npx", npx],
  ["npx on Windows", { npm_lifecycle_event: "npx", npm_lifecycle_script: '"scepscope" "formats"' }],
  ["npm start", { npm_lifecycle_event: "start", npm_lifecycle_script: "node deploy/dev/run.mjs start" }],
])("who came by %s reads what works there", (_, env) => {
  expect(asCalled(remedy, env)).toBe(
    "`npx scepscope formats` lists them; no scepscope answers; npx scepscope up",
  );
});

test.each([
  ["its name", {}],
  ["a test", { npm_lifecycle_event: "npx", npm_lifecycle_script: "vitest" }],
  ["a service of another package", { npm_lifecycle_event: "start", npm_lifecycle_script: "node server.js" }],
])("who came by %s reads the name alone", (_, env) => {
  expect(asCalled(remedy, env)).toBe(remedy);
});

test("every command is known by its name", () => {
  const output = createOutput(process.stdout);
  const { commands } = createProgram({ output, version: "0", done: () => undefined });
  for (const name of commands.map((each) => each.name()))
    expect(asCalled(`scepscope ${name} …`, npx)).toBe(`npx scepscope ${name} …`);
});
