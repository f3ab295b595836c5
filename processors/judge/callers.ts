import { clientOf } from "../contract/index.ts";
import type { Observation } from "../contract/index.ts";

/** Whether one client sent the PKIOperation calls of some time, or several did. */
export interface Callers {
  /** Two at most, for more than one is all that is asked; by a number each, which is kept for a day. Left out: no row tells. */
  callers?: Set<number>;
}

const callersMax = 2;

export function noteCaller(counted: Callers, observation: Observation): void {
  if (observation.kind !== "contact.pki-operation") return;
  const callers = (counted.callers ??= new Set());
  if (callers.size < callersMax) callers.add(numberOf(clientOf(observation)));
}

export function addCallers(sum: Callers, { callers }: Callers): void {
  for (const caller of callers ?? none) (sum.callers ??= new Set()).add(caller);
}

const none: ReadonlySet<number> = new Set();

/** Two clients that have the same number by chance are taken for one. */
function numberOf(client: string): number {
  let number = 0;
  for (let index = 0; index < client.length; index += 1)
    number = (Math.imul(number, 31) + client.charCodeAt(index)) | 0;
  return number;
}
