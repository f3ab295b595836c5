/**
 * The CA request number inside a serial number that Active Directory Certificate Services made in its default way, or null.
 *
 * Such a serial holds the number twice: in the 4 bytes after its first byte and in its last 4 bytes (observed, not
 * documented). Only when both copies agree is it believed. The number is one of the issuing CA.
 */
export function caRequestIdFromSerial(serial: string): number | null {
  const digits = serial.replace(/[\s:]/g, "").toLowerCase();
  if (!/^[0-9a-f]{18,42}$/.test(digits)) return null;
  // Leading zeros may have been dropped: a whole serial has an even number of digits, by default 19 bytes.
  const whole = digits.length % 2 === 0 ? digits : `0${digits}`;
  const first = whole.slice(2, 10);
  const number = Number.parseInt(first, 16);
  return first === whole.slice(-8) && number > 0 ? number : null;
}
