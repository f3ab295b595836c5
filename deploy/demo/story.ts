/** One part of the demo's story: what goes on, on which host, and for how long. */
export interface Phase {
  readonly name: string;
  /** What somebody who watches the page sees now, in plain words. */
  readonly caption: string;
  /** At speed 1. */
  readonly lengthMs: number;
  /** Hosts whose requests go another way than usual, or come faster. */
  readonly hosts: Readonly<Partial<Record<DemoHost, Turn>>>;
  /** The folder of this host is gone while the phase lasts; its writers go on, and all of it is back afterwards. */
  readonly gone: DemoHost | null;
  /** At its beginning somebody sends what has lain in Processing for long. */
  readonly clearsProcessing: boolean;
}

export interface Turn {
  /** In place of the usual courses, with their weights. */
  readonly courses?: readonly (readonly [course: string, weight: number])[];
  /** So many times the usual rate. */
  readonly rate?: number;
  readonly uploadsRest?: true;
}

/** A legacy connector, a unified one, and the CA of both. */
export type DemoHost = "ndes01" | "ndes02" | "ca01";

const minuteMs = 60_000;
const calm = { hosts: {}, gone: null, clearsProcessing: false } as const;

/**
 * A round of sixteen minutes: long enough that a report that got stuck in one round is overdue (15 minutes) when the next one comes to it.
 */
export const demoStory: readonly Phase[] = [
  {
    ...calm,
    name: "healthy",
    caption:
      "Healthy: phones and PCs enrol at ndes01 and ndes02, each request goes through its six stages. A few expired challenges are normal.",
    lengthMs: 3 * minuteMs,
  },
  {
    ...calm,
    name: "signing-certificate",
    caption:
      "The policy module of ndes01 has lost its signing certificate: its requests fail at stage 3, and the page names the cause and the steps.",
    lengthMs: 2.5 * minuteMs,
    hosts: {
      ndes01: {
        courses: [
          ["no-signing-certificate", 92],
          ["success", 8],
        ],
      },
    },
  },
  {
    ...calm,
    name: "burst",
    caption:
      "A profile was pushed to many devices at once: ndes02 is overrun and answers most of them with HTTP 500 at stage 2. ndes01 is well again.",
    lengthMs: 2 * minuteMs,
    hosts: {
      ndes02: {
        rate: 3,
        courses: [
          ["http-500", 75],
          ["success", 25],
        ],
      },
    },
  },
  {
    ...calm,
    name: "stuck-in-processing",
    caption:
      "The connector of ndes01 sends no reports: certificates are issued, but their status files pile up in Processing, and stage 6 waits.",
    lengthMs: 3 * minuteMs,
    hosts: {
      ndes01: {
        uploadsRest: true,
        courses: [
          ["success", 80],
          ["stuck", 20],
        ],
      },
    },
  },
  {
    ...calm,
    name: "silent-host",
    caption:
      "The logs of ndes02 cannot be reached: its folder is gone. What happens there is unknown, which is not the same as stuck.",
    lengthMs: 2.5 * minuteMs,
    gone: "ndes02",
  },
  {
    ...calm,
    name: "recovery",
    caption:
      "Recovery: the logs of ndes02 are back and are caught up with, the waiting reports of ndes01 go out, and no line was lost.",
    lengthMs: 3 * minuteMs,
    clearsProcessing: true,
  },
];
