import { X509Certificate, createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { cliError } from "../errors/cli-error.ts";
import type { CliError } from "../errors/cli-error.ts";
import { systemReason } from "../../collectors/contract/index.ts";

/** A setting, and the file that it names; empty: none. */
type Named = readonly [setting: string, file: string];

export interface TlsFiles {
  readonly ca: Named;
  readonly certificate: Named;
  readonly key: Named;
}

/** Texts in PEM; null: no file is named. */
export interface Tls {
  readonly ca: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
}

/**
 * Reads the files of a TLS connection; null: it is to be none. What can never make one is an error here, not of the service at the other end: a file that cannot be read or holds
 * something else, a certificate without its key, files of a TLS that is switched off. Throws a `CliError` (`config.secret`).
 */
export function readTls(
  files: TlsFiles,
  at: { readonly setting: string; readonly isOn: boolean },
): Tls | null {
  const { ca, certificate, key } = files;
  if (!at.isOn) {
    const idle = [ca, certificate, key].find(([, file]) => file !== "");
    if (idle !== undefined) throw switchedOff(idle, at.setting);
    return null;
  }
  const texts = { ca: textOf(ca), certificate: textOf(certificate), key: textOf(key) };
  if (texts.ca !== null) certificateOf(ca, texts.ca);
  if ((texts.certificate === null) !== (texts.key === null)) throw alone(certificate, key);
  if (texts.certificate !== null && texts.key !== null)
    checkPair({ certificate, key }, texts.certificate, texts.key);
  return texts;
}

function checkPair(
  { certificate, key }: Pick<TlsFiles, "certificate" | "key">,
  certificateText: string,
  keyText: string,
): void {
  const own = certificateOf(certificate, certificateText);
  if (own.checkPrivateKey(privateKeyOf(key, keyText))) return;
  throw bad(
    `${named(key)} is not the key of the certificate in ${named(certificate)}`,
    "name the two that were made together",
  );
}

function textOf([setting, file]: Named): string | null {
  if (file === "") return null;
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw bad(
      `${named([setting, file])} cannot be read: ${systemReason(error)}`,
      "name a file in PEM that is there, and that the user of the service may read",
    );
  }
}

/** The first one: those behind it lead to its authority. */
function certificateOf(at: Named, text: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw bad(
      `${named(at)} holds no certificate in PEM`,
      "name a file with `-----BEGIN CERTIFICATE-----`; one in DER is turned into it by `openssl x509 -inform der`",
    );
  }
}

function privateKeyOf(at: Named, text: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(text);
  } catch {
    throw bad(
      `${named(at)} holds no private key in PEM that can be used without a passphrase`,
      "name a file with `-----BEGIN PRIVATE KEY-----`, which only the user of the service may read; `openssl pkey` takes a passphrase off",
    );
  }
}

function switchedOff(idle: Named, setting: string): CliError {
  return bad(
    `${named(idle)} is named, and nothing would be encrypted: ${setting} is not set`,
    `set ${setting} to true, or name no file`,
  );
}

function alone(certificate: Named, key: Named): CliError {
  const [given, lacking] = certificate[1] === "" ? [key, certificate] : [certificate, key];
  return bad(
    `${named(given)} is of no use without ${lacking[0]}`,
    "name a certificate and its key, or neither",
  );
}

function named([setting, file]: Named): string {
  return `${setting} "${file}"`;
}

function bad(what: string, remedy: string): CliError {
  return cliError({ code: "config.secret", what, remedy });
}
