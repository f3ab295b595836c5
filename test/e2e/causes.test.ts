import { expect, test } from "vitest";
import { ApiCausesSchema } from "../../processors/contract/api-schema.ts";
import { catalogue } from "../../processors/index.ts";
import { runCommand } from "./run-command.ts";

test("causes lists the catalogue, and one of them with what to do", async () => {
  const listed = await runCommand(["causes"]);
  expect(listed).toMatchObject({ code: 0, err: "" });
  expect(listed.out).toContain("verify.signing-certificate-missing");
  expect(listed.out).not.toContain("\u001b");
  const one = await runCommand(["causes", "verify.signing-certificate-missing"], {
    env: { FORCE_COLOR: "1" },
  });
  expect(one.code).toBe(0);
  expect(one.out).toContain("\u001b[");
});

test("--json prints what the API does, of all or of one", async () => {
  const all = await runCommand(["causes", "--json"], { env: { FORCE_COLOR: "1" } });
  expect(all).toMatchObject({ code: 0, err: "" });
  const { causes } = ApiCausesSchema.parse(JSON.parse(all.out));
  expect(causes).toEqual(catalogue);
  const one = await runCommand(["causes", "issue.denied", "--json"]);
  expect(JSON.parse(one.out)).toEqual({ causes: [causes.find(({ id }) => id === "issue.denied")] });
  const none = await runCommand(["causes", "issue.nothing", "--json"]);
  expect(none).toMatchObject({ code: 2, out: "" });
});

test.each([
  ["behind", ["causes", "--no-color"]],
  ["before", ["--no-color", "causes"]],
])("--no-color %s the command is stronger than FORCE_COLOR", async (_, args) => {
  const { code, out } = await runCommand(args, { env: { FORCE_COLOR: "1" } });
  expect({ code, isPainted: out.includes("\u001b") }).toEqual({ code: 0, isPainted: false });
});

test.each(["verify.signing-certificate-mising", "verify.signing"])(
  "%s, which is no cause, suggests the nearest",
  async (id) => {
    const { code, err } = await runCommand(["causes", id]);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining("did you mean verify.signing-certificate-missing?"),
    });
  },
);
