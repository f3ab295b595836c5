/** What stands between us and a service, in words: what it is, and what to do now. Neither ends with a full stop. */
export interface Trouble {
  readonly what: string;
  readonly remedy: string;
}

/** The first one that fits what a library has said; null: it says all that is known. */
export function knownTrouble(said: string, known: readonly KnownTrouble[]): Trouble | null {
  const found = known.find(([pattern]) => pattern.test(said));
  return found === undefined ? null : { what: found[1], remedy: found[2] };
}

/** How it is told by those who tell it, what it is, what to do. */
export type KnownTrouble = readonly [pattern: RegExp, what: string, remedy: string];

/** What Node, and TLS at the other end, say of an encryption that does not come about. The settings have these names for Kafka and for Redis alike. */
export const tlsTroubles: readonly KnownTrouble[] = [
  [
    /unable to (?:verify the first|get (?:local )?issuer) certificate|self.signed certificate/i,
    "its certificate is signed by nobody who is trusted here",
    "name the certificate of its authority, in PEM (`caFile`)",
  ],
  [
    /certificate has expired/i,
    "its certificate has expired",
    "give that server another one, and see whether the clock of this machine is right",
  ],
  [
    /certificate is not yet valid/i,
    "its certificate is not valid yet",
    "see whether the clocks of this machine and of that server are right",
  ],
  [
    /does not match certificate's altnames/i,
    "its certificate is for another name",
    "name the server as its certificate does, or give it one for this name",
  ],
  [
    /alert certificate required|alert bad certificate|alert handshake failure/i,
    "it asks for a certificate, and has got none that it can use",
    "name our own, in PEM (`certificateFile`), and its key",
  ],
  [
    /alert (?:certificate unknown|unknown ca|certificate expired|certificate revoked)/i,
    "it does not trust our certificate",
    "name one that its authority has signed and that has not expired (`certificateFile`), and its key",
  ],
  [
    /before secure TLS connection was established|wrong version number|packet length too long/i,
    "it broke off before TLS stood, as where a port speaks without TLS",
    "name the port that speaks TLS, or switch TLS off",
  ],
];
