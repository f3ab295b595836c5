import type { Cause } from "../contract/index.ts";
import { contactDeviceCauses } from "./catalogue/contact-device.ts";
import { contactServerCauses } from "./catalogue/contact-server.ts";
import { deliverCauses } from "./catalogue/deliver.ts";
import { hostCauses } from "./catalogue/host.ts";
import { issueCauses } from "./catalogue/issue.ts";
import { profileCauses } from "./catalogue/profile.ts";
import { reportCauses } from "./catalogue/report.ts";
import { verifyChallengeCauses } from "./catalogue/verify-challenge.ts";
import { verifyChannelCauses } from "./catalogue/verify-channel.ts";

/** Every cause, in the order of the stages. The only place where the texts of a cause live. */
export const catalogue: readonly Cause[] = [
  ...profileCauses,
  ...contactServerCauses,
  ...contactDeviceCauses,
  ...verifyChannelCauses,
  ...verifyChallengeCauses,
  ...issueCauses,
  ...deliverCauses,
  ...reportCauses,
  ...hostCauses,
];

const byId: ReadonlyMap<string, Cause> = new Map(catalogue.map((cause) => [cause.id, cause]));

/** The cause with this id, if there is one. */
export function causeById(id: string): Cause | undefined {
  return byId.get(id);
}

/** For ids that are written in this code: a missing one is our own mistake. */
export function knownCause(id: string): Cause {
  const cause = byId.get(id);
  if (cause === undefined) {
    throw new Error(`The catalogue has no cause ${id}: add it, or correct the signal that names it.`);
  }
  return cause;
}
