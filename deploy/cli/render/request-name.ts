import type { Request } from "../../../processors/contract/index.ts";

/** The strongest name that a request has: what to look it up with. */
export function nameOf(request: Request): string {
  for (const type of nameTypes) {
    const value = request.keys.get(type)?.[0];
    if (value !== undefined) return value;
  }
  return request.id;
}

const nameTypes = [
  "transactionId",
  "deviceId",
  "thumbprint",
  "userId",
  "serialNumber",
  "caRequestId",
] as const;
