import { expect, test } from "vitest";
import { issueReason } from "../../../../processors/observations/issue-reason.ts";

test.each([
  ["0x80094001", ""],
  ["0x8009480f", ""],
  ["0x800b0114", ""],
  ["0x80004005", "The request subject name is invalid or too long."],
  [null, "The EMail name is unavailable and cannot be added to the Subject or Subject Alternate name."],
  [null, "CERT_E_INVALID_NAME"],
  ["0x80004005", "The certificate has an invalid name. The name is not included in the permitted list"],
])("a refusal with %s, %j is about the name in the request", (code, text) => {
  expect(issueReason(code, text)).toBe("subject-refused");
});

test.each([
  ["0x800b0101", ""],
  ["0x80004005", "A required certificate is not within its validity period when verifying against the clock"],
  [null, "CERT_E_EXPIRED"],
])("a refusal with %s, %j is about a certificate that has expired", (code, text) => {
  expect(issueReason(code, text)).toBe("certificate-expired");
});

test.each([
  [
    "Die angeforderte Zertifikatvorlage wird von dieser Zertifizierungsstelle nicht unterstützt.",
    "template-unsupported",
  ],
  [
    "Die Berechtigungen der Zertifikatvorlage lassen die Registrierung für diesen Zertifikattyp nicht zu.",
    "permission-denied",
  ],
  ["Zugriff verweigert", "permission-denied"],
  [
    "Die Sperrfunktion konnte die Sperrung nicht überprüfen, da der Sperrserver offline war.",
    "revocation-offline",
  ],
  [
    "Ein erforderliches Zertifikat befindet sich nicht im Gültigkeitszeitraum gemessen an der aktuellen Systemzeit",
    "certificate-expired",
  ],
  ["Der RPC-Server ist nicht verfügbar.", "ca-unreachable"],
])("the words of a German server beside 0x80004005: %s", (text, reason) => {
  expect(issueReason("0x80004005", text)).toBe(reason);
});

test.each([
  ["0x80094002", "The request's subject is fine."],
  ["0x80094014", "The request was denied by a certificate manager or CA administrator."],
  [null, "The subject of the request: CN=device-7"],
])("a refusal with %s, %j is about something else", (code, text) => {
  expect(issueReason(code, text)).toBeNull();
});
