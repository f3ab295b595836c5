import type { Course, Issue } from "./course.ts";
import { goodIssue, goodReport, success } from "./success.ts";

const fails = (name: string, cause: string, issue: Partial<Issue>): Course => ({
  ...success,
  name,
  cause,
  outcome: "failed",
  failedStage: 4,
  issue: { ...goodIssue, passes: false, caEvent: 4888, ndes31: true, ...issue },
  // NDES tells the policy module about refusals too; there is no certificate to report, so no file.
  report: { ...goodReport, drops: false, unified: [4001] },
  device: "refused",
});

/** Stage 4: the CA says no. Words and codes as certutil shows them. */
export const issueCourses: readonly Course[] = [
  fails("template-unsupported", "issue.template-unsupported", {
    hresult: "0x80094800",
    words: "The requested certificate template is not supported by this CA.",
  }),
  fails("permission-denied", "issue.permission-denied", {
    hresult: "0x80094012",
    words:
      "The permissions on the certificate template do not allow the current user to enroll for this type of certificate.",
  }),
  fails("ca-unreachable", "issue.ca-unreachable", {
    hresult: "0x800706ba",
    words: "The RPC server is unavailable.",
    caEvent: null,
  }),
  fails("revocation-offline", "issue.revocation-offline", {
    hresult: "0x80092013",
    words:
      "The revocation function was unable to check revocation because the revocation server was offline.",
  }),
  fails("key-too-small", "issue.key-too-small", {
    hresult: "0x80094811",
    words: "The public key does not meet the minimum size required by the specified certificate template.",
  }),
  fails("subject-refused", "issue.subject-refused", {
    hresult: "0x80094001",
    words: "The request subject name is invalid or too long.",
  }),
  fails("denied", "issue.denied", {
    hresult: "0x80094014",
    words: "The request was denied by a certificate manager or CA administrator.",
  }),
  {
    ...fails("pending", "issue.pending", {
      hresult: "0x0",
      words: "Taken under submission",
      caEvent: 4889,
      ndes31: false,
    }),
    outcome: "open",
    failedStage: null,
    device: "silent",
  },
];
