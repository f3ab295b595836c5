import type { ReceivedAlert } from "./alert-receiver.ts";

/** Passes on what is news: the same alert comes to each of its receivers, and again while it lasts. */
export function toldOnce(tell: (alert: ReceivedAlert) => void): (alert: ReceivedAlert) => void {
  const known = new Map<string, ReceivedAlert["status"]>();
  return (alert) => {
    const { fingerprint, status } = alert;
    if (known.get(fingerprint) === status) return;
    known.set(fingerprint, status);
    tell(alert);
  };
}
