import { expect, it } from "vitest";
import type { Observation } from "../../../../../processors/contract/index.ts";
import type { Fragment, Role } from "../../../../../processors/requests/fragment.ts";
import { stagesOf } from "../../../../../processors/requests/views/stage-of.ts";
import { crpNotify, crpVerify, inFiles, observed, pluginRun } from "../../../../support/observed.ts";

function fragment(role: Role, observations: readonly Observation[]): Fragment {
  return { role, host: "ndes01", start: 0, end: 0, observations: inFiles(observations), whole: true };
}

const note = (writer: "crp" | "plugin" | "android-device" | "uploader" | "ca") =>
  observed(writer, "run.note");
const failed = (path: string) => observed("plugin", "run.failed", { facts: { path } });
const run = pluginRun("1", { at: 0, returnedAt: 300, notifyAt: 500, notifiedAt: 560 });

it.each([
  {
    name: "a text of a run: that of its phase",
    role: "plugin-run" as const,
    lines: [...run.slice(0, 4), note("plugin")],
    stages: [3, 3, 3, 3, 3],
  },
  {
    name: "a text after Notify began",
    role: "plugin-run" as const,
    lines: [...run.slice(0, 5), note("plugin")],
    stages: [3, 3, 3, 3, 6, 6],
  },
  {
    name: "Sending, in either phase",
    role: "plugin-run" as const,
    lines: run,
    stages: [3, 3, 3, 3, 6, 6, 6],
  },
  {
    name: "a call that failed, by its path",
    role: "plugin-run" as const,
    lines: [failed("/x/Certificate/Notify"), failed("/x/Certificate/VerifyRequest")],
    stages: [6, 3],
  },
  {
    name: "a text before a verification",
    role: "crp-verify" as const,
    lines: [note("crp"), ...crpVerify("5", 0, 9)],
    stages: [3, 3, 3, 3],
  },
  {
    name: "a text before a Notify",
    role: "crp-notify" as const,
    lines: [note("crp"), ...crpNotify("5", 0, 9, "A")],
    stages: [6, 6, 6, 6],
  },
  { name: "a text of a device", role: "device-run" as const, lines: [note("android-device")], stages: [2] },
  { name: "a text of an upload", role: "upload" as const, lines: [note("uploader")], stages: [6] },
  { name: "a text of the CA", role: "ca-request" as const, lines: [note("ca")], stages: [4] },
])("the stage of $name", ({ role, lines, stages }) => {
  expect(stagesOf(fragment(role, lines))).toEqual(stages);
});
