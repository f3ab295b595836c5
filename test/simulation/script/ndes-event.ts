import type { Telling } from "./request.ts";

const guid = "73144342-19d1-47a4-94de-d38e6a054ad5";
export const serviceSid = "S-1-5-21-1804114411-2230198871-3341871120-1604";

const texts = new Map([
  [
    16,
    [
      "EVENT_MSCEP_FAIL_TO_DECODE",
      "The Network Device Enrollment Service cannot decode the http message from the client",
    ],
  ],
  [
    17,
    [
      "EVENT_MSCEP_FAIL_TO_RETRIEVE_INFO",
      "The Network Device Enrollment Service cannot retrieve required information, such as the transaction ID, message type, or signing certificate, from the client's PKCS7 message",
    ],
  ],
  [
    18,
    [
      "EVENT_MSCEP_FAIL_TO_DECRYPT_INNER",
      "The Network Device Enrollment Service cannot decrypt the client's PKCS7 message",
    ],
  ],
  [
    29,
    [
      "EVENT_MSCEP_INVALID_PASSWORD",
      "The password in the certificate request cannot be verified. It may have been used already. Obtain a new password to submit with this request.",
    ],
  ],
  [
    31,
    [
      "EVENT_MSCEP_FAIL_SUBMIT",
      "The Network Device Enrollment Service cannot submit the certificate request",
    ],
  ],
]);

export interface NdesEvent {
  readonly id: number;
  readonly at: number;
  readonly thread: number;
  readonly fields?: readonly (readonly [string, string])[];
}

/** An event of the NDES service in the Application log. It names no request: only its thread and its time do. */
export function tellNdesEvent(telling: Telling, event: NdesEvent): void {
  const [name = "", message = ""] = texts.get(event.id) ?? [];
  const unreadable = [
    ["ErrorCode", "0x80070057"],
    ["ErrorMessage", "The parameter is incorrect."],
  ] as const;
  telling.pen.event({
    at: event.at,
    source: "application",
    role: "ndes-event",
    provider: "Microsoft-Windows-NetworkDeviceEnrollmentService",
    guid,
    id: event.id,
    version: 0,
    level: 2,
    channel: "Application",
    threadId: event.thread,
    activity: "",
    userSid: serviceSid,
    name,
    fields: event.fields ?? (event.id === 29 ? [] : unreadable),
    message,
  });
}
