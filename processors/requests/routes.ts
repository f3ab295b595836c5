import type { Observation, Writer } from "../contract/index.ts";

/** Which sources are decided together. A PKIOperation row is needed twice: for its run, and for the calls before it. What is in no lane needs no other. */
export type LaneName = "server" | "prelude" | "device";

export function laneOf(observation: Observation): readonly LaneName[] {
  return routes[observation.writer](observation);
}

const none: readonly LaneName[] = [];
const server: readonly LaneName[] = ["server"];
const prelude: readonly LaneName[] = ["server", "prelude"];
const device: readonly LaneName[] = ["device"];

type Route = (observation: Observation) => readonly LaneName[];

const contacts: ReadonlySet<string> = new Set([
  "contact.pki-operation",
  "contact.capabilities",
  "contact.ca-certificate",
]);
const ndesKinds: ReadonlySet<string> = new Set(["verify.refused", "issue.failed", "contact.unreadable"]);

const routes: Readonly<Record<Writer, Route>> = {
  iis: ({ kind }) => (contacts.has(kind) ? prelude : server),
  httperr: ({ outcome }) => (outcome === "failed" ? prelude : none),
  plugin: () => server,
  crp: () => server,
  connector: () => server,
  ndes: ({ kind }) => (ndesKinds.has(kind) ? server : none),
  ca: ({ stage }) => (stage === 4 ? server : none),
  "windows-device": () => device,
  "android-device": () => device,
  "apple-device": () => device,
  // By name, by user, or not at all.
  "status-file": () => none,
  uploader: () => none,
  "legacy-connector": ({ stage }) => (stage === 3 ? server : none),
  system: () => none,
  other: () => none,
};
