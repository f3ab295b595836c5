import type { ScepMessage } from "./scep-message.ts";

const statuses: Readonly<Record<ScepMessage["status"], string>> = {
  whole: "SCEP message, complete",
  cut: "SCEP message, cut: only its beginning is here, and the signed attributes stand at its end",
  foreign: "CMS SignedData without SCEP attributes (for example an answer to GetCACert)",
  unreadable: "no SCEP message: the bytes are not CMS SignedData",
};
const messageTypes: ReadonlyMap<string, string> = new Map([
  ["3", "CertRep (answer of the server)"],
  ["17", "RenewalReq (renewal)"],
  ["19", "PKCSReq (request for a certificate)"],
  ["20", "CertPoll (asks again for a pending one)"],
  ["21", "GetCert"],
  ["22", "GetCRL"],
]);
const pkiStatuses: ReadonlyMap<string, string> = new Map([
  ["0", "SUCCESS"],
  ["2", "FAILURE"],
  ["3", "PENDING"],
]);
const failInfos: ReadonlyMap<string, string> = new Map([
  ["0", "badAlg: an algorithm is not known or not supported"],
  ["1", "badMessageCheck: the integrity check failed"],
  ["2", "badRequest: the transaction is not permitted or supported"],
  ["3", "badTime: the signing time is too far from the server's"],
  ["4", "badCertId: no certificate fits"],
]);

/** The message in words, one attribute a line. Nothing of the CSR or the challenge: both are inside of the envelope. */
export function scepMessageToText(message: ScepMessage): string {
  return [printable(statuses[message.status]), ...attributeLines(message), ...signerLines(message)].join(
    "\n",
  );
}

function attributeLines(message: ScepMessage): readonly string[] {
  return lines([
    ["message type", worded(message.messageType, messageTypes)],
    ["transaction id", message.transactionId],
    ["status", worded(message.pkiStatus, pkiStatuses)],
    ["failure", worded(message.failInfo, failInfos)],
    ["failure text", message.failInfoText],
    ["Microsoft error", message.hresult],
    ["sender nonce", message.senderNonce],
    ["recipient nonce", message.recipientNonce],
    ["digest", message.digestAlgorithm],
    [
      "encryption",
      message.contentKeyBits === 0
        ? message.contentEncryption
        : `${message.contentEncryption}, ${message.contentKeyBits} bit`,
    ],
  ]);
}

function signerLines(message: ScepMessage): readonly string[] {
  const { signer } = message;
  if (signer === null) return [];
  const isRequest = message.messageType === "19" && signer.selfSigned;
  return [
    ...lines([
      ["signer", `${signer.subject}${signer.selfSigned ? " (self-signed)" : ""}`],
      ["serial number", signer.serialNumber],
      ["thumbprint", signer.thumbprint],
      ["SHA-1 of the key info", signer.spkiHash],
      ["SHA-1 of the key", signer.publicKeyHash],
    ]),
    ...(isRequest
      ? [
          "  Inferred: a PKCSReq is normally signed with the key of its request, so these are the hashes of that key.",
        ]
      : []),
  ];
}

function lines(pairs: readonly (readonly [label: string, value: string])[]): readonly string[] {
  return pairs
    .filter(([, value]) => value !== "")
    .map(([label, value]) => `  ${label.padEnd(22)} ${printable(value)}`);
}

function worded(value: string, words: ReadonlyMap<string, string>): string {
  const word = words.get(value);
  return word === undefined ? value : `${value} ${word}`;
}

/** Everything in a message is written by a stranger: no control character, and no mark that turns text around, reaches a terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "\uFFFD");
}
