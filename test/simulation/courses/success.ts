import type { Contact, Course, CrpLine, Issue, Report, Status, Verify } from "./course.ts";

const line = (text: string): CrpLine => ({ level: "Information", text });
const registry = "from HKLM\\SOFTWARE\\Microsoft\\MicrosoftIntune\\NDESConnector.";

export const opening: readonly CrpLine[] = [
  line("Reading Template Permission Check from registry."),
  line("Validation Phase 1 started. This verifies the challenge."),
  line(`Reading EncryptionCertThumbprint ${registry}`),
  line("Retrieving the GWP or MP certificate."),
  line(`Reading SigningCertificate ${registry}`),
];

export const firstPhase: readonly CrpLine[] = [
  ...opening,
  line("Verifying the signature"),
  { ...line("Decrypt the body"), slow: true },
  line("Deserialize the decoded challenge password."),
];

export const secondPhase: readonly CrpLine[] = [
  line("Validation Phase 1 finished with status True."),
  line("Validation Phase 3 started. This verifies the request against the challenge."),
];

export const statusOf = (status: number, substatus = 0, win32 = 0): Status => ({ status, substatus, win32 });

export const goodContact: Contact = {
  gets: statusOf(200),
  operation: statusOf(200),
  httpError: null,
  ndesEvent: null,
};

export const goodVerify: Verify = {
  passes: true,
  crp: [...firstPhase, ...secondPhase, line("Validation Phase 3 finished with status True.")],
  row: statusOf(201),
  plugin: ["Verify challenge returns true"],
  exit: "0x0",
  ndes29: false,
  unifiedError: "",
};

export const goodIssue: Issue = { passes: true, hresult: "0x0", words: "", caEvent: 4887, ndes31: false };

export const goodReport: Report = {
  row: statusOf(204),
  exit: "0x0",
  drops: true,
  folder: "Succeed",
  unified: [4008, 4000],
};

export const success: Course = {
  name: "success",
  cause: null,
  outcome: "succeeded",
  failedStage: null,
  platforms: [],
  needsDeviceLog: false,
  serverElsewhere: false,
  generations: "both",
  contact: goodContact,
  verify: goodVerify,
  issue: goodIssue,
  report: goodReport,
  device: "installed",
  crashes: false,
};
