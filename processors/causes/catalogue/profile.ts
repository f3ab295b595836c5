import type { Cause } from "../../contract/index.ts";
import { documents } from "../documents.ts";

/** Stage 1: the profile reaches the device. */
export const profileCauses: readonly Cause[] = [
  {
    id: "profile.not-received",
    stage: 1,
    severity: "warning",
    scope: "host",
    title: "The device syncs, but no SCEP profile reaches it",
    signal:
      "The device log shows at least one look for certificate work, and no profile key in the whole period.",
    why:
      "The device talks to Intune, but Intune has no SCEP profile for it: the profile is assigned to another group, or the " +
      "trusted-root profile that it depends on goes to another kind of group (users against devices).",
    steps: [
      "In the Intune admin center open Devices > Configuration, select the SCEP profile and read its assignments: the user or device must be in an included group and in no excluded one.",
      "Compare with the assignments of the trusted certificate profile that the SCEP profile names: both must go to the same user or the same device group.",
      "Open Troubleshooting + support > Troubleshoot for the user and look at the state of both profiles and the time of the last check-in.",
      "Let the device check in again (Company Portal > Settings > Sync), then collect its log once more.",
    ],
    source: documents.profile,
  },
  {
    id: "profile.rejected-by-csp",
    stage: 1,
    severity: "warning",
    scope: "request",
    title: "Windows refuses the SCEP profile",
    signal:
      "Windows device event 306 with a result other than 0x2ab0003, or one of the events 301, 302 and 305.",
    why: "The SCEP part of Windows device management did not accept the profile, so no request is ever made. Its HRESULT names the reason.",
    steps: [
      "Translate the HRESULT of the quoted event: `certutil -error <code>`.",
      "Check the profile for what the code points at: key storage provider (a TPM is required but absent), key usage, extended key usage, subject name format, server URL.",
      "On the device read Event Viewer > Applications and Services Logs > Microsoft > Windows > DeviceManagement-Enterprise-Diagnostics-Provider > Admin for the events just before it.",
      "Correct the profile and sync the device (Settings > Accounts > Access work or school > Info > Sync).",
    ],
    source: documents.profile,
  },
  {
    id: "profile.root-missing",
    stage: 1,
    severity: "warning",
    scope: "request",
    title: "The trusted root is not on the device when SCEP starts",
    signal: "The device log shows SCEP work while its root certificate has not reached an install success.",
    why:
      "A SCEP profile depends on a trusted certificate profile. Without the root (and intermediate) certificate the device " +
      "cannot check the NDES certificates and gives up, or cannot install what it receives.",
    steps: [
      "Deploy the root certificate of the issuing chain as a trusted certificate profile, and each intermediate CA as its own trusted certificate profile.",
      "Assign them to the same groups as the SCEP profile.",
      "Make sure that the SCEP profile names the root, not an intermediate: `certutil -dump root.cer` must show the same Issuer and Subject.",
      "Sync the device and wait until the root shows as installed before looking at SCEP again.",
    ],
    source: documents.profile,
  },
];
