import type { Observation } from "../contract/index.ts";

/** Which sources are decided together. A PKIOperation row is needed twice: for its run, and for the calls before it. What is in no lane needs no other. */
export type LaneName = "server" | "prelude" | "device";

export function laneOf(observation: Observation): readonly LaneName[] {
  return routes.get(observation.writer)?.(observation) ?? none;
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

/** Status files, uploads and events of the host are in no lane. */
const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ["iis", ({ kind }) => (contacts.has(kind) ? prelude : server)],
  ["httperr", ({ outcome }) => (outcome === "failed" ? prelude : none)],
  ["plugin", () => server],
  ["crp", () => server],
  ["connector", () => server],
  ["ndes", ({ kind }) => (ndesKinds.has(kind) ? server : none)],
  ["ca", ({ stage }) => (stage === 4 ? server : none)],
  ["uploader", () => none],
  ["windows-device", () => device],
  ["android-device", () => device],
  ["apple-device", () => device],
]);
