import type { FailureReason } from "./failure-reasons.ts";

/**
 * Why a call of a .NET program did not get through, by the messages of its WebException and of the sockets below it (dotnet, System.Net: net_webstatus_…, SocketException); null where
 * the text says nothing of the kind. They are in the language of the system: others than English are not known.
 */
export function netFailure(text: string): FailureReason | null {
  return forms.find(([form]) => form.test(text))?.[1] ?? null;
}

const forms: readonly (readonly [RegExp, FailureReason])[] = [
  [/remote name could not be resolved|no such host is known/i, "name-not-resolved"],
  [
    /could not (?:create SSL\/TLS secure channel|establish trust relationship for the SSL\/TLS)/i,
    "tls-failure",
  ],
  [/unable to connect to the remote server|target machine actively refused/i, "cannot-connect"],
  [/operation has timed out|connected party did not properly respond/i, "timed-out"],
  [/underlying connection was closed/i, "connection-lost"],
  [/\(407\) Proxy Authentication Required/i, "http-refused"],
];
