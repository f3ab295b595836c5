import { counted, iisColumnsNeeded } from "../../contract/index.ts";
import type { Writer } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import { addTo, createTally } from "./watch.ts";
import type { Finding, SourceNote, Watch, WatchMaker } from "./watch.ts";
import { clockFindings } from "./clock-findings.ts";
import type { Clock, SetBack, SourceWatchState, WatchStates } from "./watch-states.ts";

const clocksMax = 1_000;

/** What the logs of a host lack, and clocks that disagree with its own. */
export const sourceWatch: WatchMaker = {
  kinds: ["verify.call", "verify.started"],
  looksAtSources: true,
  state: "sources",
  make: createSourceWatch,
};

function createSourceWatch(states: WatchStates): Watch {
  const state = (states.sources ??= {
    formats: new Set(),
    lacking: new Set(),
    clocks: new Map(),
    verifyCalls: false,
  });
  const { formats, lacking, clocks } = state;
  return {
    observe({ kind, writer, trust, at }) {
      if (kind === "verify.call") state.verifyCalls = true;
      if (kind === "verify.call" || writer !== "plugin") return;
      state.unzoned = trust === "zone-unknown";
      if (trust === "zone-doubtful") addTo((state.doubtful ??= createTally()), at);
    },
    noteSource(source: SourceNote) {
      formats.add(source.format);
      if (source.format !== "iis-w3c" || source.columns.length === 0) return;
      for (const column of iisColumnsNeeded) if (!source.columns.includes(column)) lacking.add(column);
    },
    noteSkew(clock: Clock) {
      if (clocks.has(clock.name) || clocks.size < clocksMax) clocks.set(clock.name, clock);
    },
    noteSetBack: (setBack: SetBack) => void (state.setBacks ??= new Map()).set(setBack.log, setBack),
    findings: (_, { writers, toldSince }) => [
      ...incomplete(lacking, [
        ...absent(state, writers),
        ...unzoned(state, writers),
        ...doubtful(state, toldSince),
      ]),
      ...clockFindings(state, toldSince),
    ],
  };
}

/** What there must be where another log shows that it was at work; `unread`: a log of its format is there, which may be it. */
const expected = [
  {
    writer: "iis",
    format: "iis-w3c",
    place: "%SystemDrive%\\inetpub\\logs\\LogFiles\\W3SVC<site>",
    absent: "no IIS access log although NDES worked",
    unread: "the IIS access log has no call of NDES that could be read, although NDES worked",
  },
  {
    writer: "plugin",
    format: "cmtrace",
    place: "%ProgramFiles%\\Microsoft Intune\\NDESPolicyModule\\Logs",
    absent: "no NDESPlugin.log although IIS shows the policy module's calls",
    unread: "no NDESPlugin.log that could be read, although IIS shows the policy module's calls",
  },
  {
    writer: "crp",
    format: "svclog",
    place: "%ProgramFiles%\\Microsoft Intune\\NDESConnectorSvc\\Logs\\Logs",
    absent: "no CertificateRegistrationPoint svclog although IIS shows its calls",
    unread: "no CertificateRegistrationPoint svclog that could be read, although IIS shows its calls",
  },
] as const;

/** One log proves that another must exist. Asked only when more than one source was read: a single file is looked at on purpose. */
function absent({ formats, verifyCalls }: SourceWatchState, writers: ReadonlySet<Writer>): readonly string[] {
  if (formats.size < 2) return [];
  const ndesWorked = writers.has("plugin") || writers.has("crp") || writers.has("connector");
  return expected
    .filter(({ writer }) => !writers.has(writer) && (writer === "iis" ? ndesWorked : verifyCalls))
    .map((log) => `${formats.has(log.format) ? log.unread : log.absent} (usually in ${log.place})`);
}

/** Read as UTC its runs may stand hours apart from the calls and traces that they belong to, and then each request comes in two halves. */
function unzoned(state: SourceWatchState, writers: ReadonlySet<Writer>): readonly string[] {
  if (state.unzoned !== true || !(writers.has("iis") || writers.has("crp"))) return [];
  return ["NDESPlugin.log does not tell the zone of its clock, and nobody has named it: it is read as UTC"];
}

/** A request whose run was taken for the wrong one of the two comes in two halves. */
function doubtful({ doubtful: runs }: SourceWatchState, toldSince: number): readonly string[] {
  if (runs === undefined || (runs.newest ?? 0) < toldSince) return [];
  return [
    `${counted(runs.count, "run stands", "runs stand")} in NDESPlugin.log in an hour that its clock showed twice, or never, and nothing tells which moment was meant: their requests may come in two halves, an hour apart`,
  ];
}

function incomplete(lacking: ReadonlySet<string>, others: readonly string[]): readonly Finding[] {
  const columns = iisColumnsNeeded
    .filter((column) => lacking.has(column))
    .map((column) => `the IIS log lacks ${column}`);
  const all = [...columns, ...others];
  if (all.length === 0) return [];
  return [
    {
      cause: knownCause("host.logging-incomplete"),
      count: all.length,
      oldest: null,
      because: all.join("; "),
    },
  ];
}
