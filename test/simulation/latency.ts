import type { Random } from "./random.ts";

/** Log-normal time span, shifted: `floorMs + medianMs * exp(sigma * N(0, 1))`. */
export interface Latency {
  readonly floorMs: number;
  readonly medianMs: number;
  readonly sigma: number;
}

export function drawMs(latency: Latency, random: Random): number {
  return latency.floorMs + latency.medianMs * Math.exp(latency.sigma * random.normal());
}

/** Natural logarithm of the density at `ms`; minus infinity where the span is impossible. */
export function logDensity(latency: Latency, ms: number): number {
  const span = ms - latency.floorMs;
  if (span <= 0) return Number.NEGATIVE_INFINITY;
  const distance = Math.log(span / latency.medianMs) / latency.sigma;
  return -0.5 * distance * distance - Math.log(span * latency.sigma * Math.sqrt(2 * Math.PI));
}

const span = (medianMs: number, sigma: number, floorMs = 0.1): Latency => ({ floorMs, medianMs, sigma });

export type SpanName =
  | "body"
  | "decode"
  | "prepare"
  | "connect"
  | "dispatch"
  | "step"
  | "decrypt"
  | "answer"
  | "accept"
  | "leave"
  | "submit"
  | "issue"
  | "collect"
  | "note"
  | "encode"
  | "delivery"
  | "timeout";

export type Latencies = Readonly<Record<SpanName, Latency>>;

/**
 * The spans between neighbouring moments of one request on a server. A PKIOperation call is, in order:
 * `body`, wait for a thread, `decode`, plug-in run (`prepare`, `connect`, CRP `dispatch`, its `step`s, `answer`, `accept`, `leave`),
 * `submit`, `issue`, `collect`, the Notify run of the same form with `note` for each step, `encode`, `delivery`.
 */
export const latencies: Latencies = {
  /** First byte of the call until it asks for a thread: the body is read. */
  body: span(6, 0.7),
  /** Thread taken until "Calling VerifyRequest". */
  decode: span(2.5, 0.5),
  /** "Calling" until "Sending request". */
  prepare: span(0.6, 0.5),
  /** "Sending" until the first byte of the CRP call. */
  connect: span(1.5, 0.6),
  /** First byte of the CRP call until the CRP says "Started". */
  dispatch: span(3, 0.6),
  /** Between two records of a Verify run of the CRP. */
  step: span(4, 0.9, 0.05),
  /** The challenge's decryption: the slow step of a Verify run. */
  decrypt: span(180, 0.6, 5),
  /** CRP "Finished" until its answer is sent. */
  answer: span(1.2, 0.5),
  /** The answer sent until the plug-in says so. */
  accept: span(0.8, 0.5),
  /** The plug-in's word until "Exiting". */
  leave: span(0.3, 0.4),
  /** "Exiting VerifyRequest" until the CA has it. */
  submit: span(9, 0.6),
  issue: span(90, 0.6, 5),
  /** The CA's decision until NDES goes on. */
  collect: span(7, 0.6),
  /** Between two records of a Notify run of the CRP. */
  note: span(2.5, 0.8, 0.05),
  /** Last word of the plug-in until the reply begins. */
  encode: span(3, 0.5),
  /** Reply begun until its last byte is acknowledged. */
  delivery: span(25, 0.9, 0.5),
  /** Plug-in's time-out when nobody answers. */
  timeout: span(2000, 0.3, 500),
};
