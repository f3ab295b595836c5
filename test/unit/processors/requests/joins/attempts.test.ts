import { describe, expect, it } from "vitest";
import type { Grade, Kind, Observation, Writer } from "../../../../../processors/contract/index.ts";
import { clusterOf } from "../../../../../processors/requests/cluster.ts";
import { pointFragment } from "../../../../../processors/requests/fragment.ts";
import type { Role } from "../../../../../processors/requests/fragment.ts";
import { splitAttempts } from "../../../../../processors/requests/joins/attempts.ts";
import type { Split } from "../../../../../processors/requests/joins/attempts.ts";
import type { Entry, History } from "../../../../../processors/requests/joins/history.ts";
import type { Given } from "../../../../support/observed.ts";
import { inFiles, observed } from "../../../../support/observed.ts";

type Keys = NonNullable<Given["keys"]>;

/** A run of the plug-in, and what is bound to it by its time, by grade. */
interface Told {
  readonly at: number;
  readonly keys?: Keys;
  readonly grade?: Grade;
}

function point(writer: Writer, kind: Kind, { at, keys = {} }: Told): Observation {
  const [one] = inFiles([observed(writer, kind, { at, keys, offset: at })]);
  if (one === undefined) throw new Error("unreachable");
  return one;
}

function attempt(told: Told): Entry {
  const anchor = pointFragment("plugin-run", point("plugin", "verify.started", { at: told.at }));
  const cluster = clusterOf(anchor, "legacy", "run of a plug-in thread");
  const member = pointFragment("ca-request", point("ca", "issue.issued", told));
  cluster.members.push({ fragment: member, grade: told.grade ?? "exact", why: "by time" });
  return { cluster, fragment: anchor, weakly: false, caller: null, history: null };
}

function alone(role: Role, told: Told, host = "ndes01"): Entry {
  const writer = role === "device-run" ? "windows-device" : "other";
  const fragment = pointFragment(role, { ...point(writer, "run.note", told), host });
  return { cluster: null, fragment, weakly: false, caller: null, history: null };
}

/** A run that lies within the device's call, whose row may tell its transaction. */
function call(at: number, keys: Keys): Entry {
  const entry = attempt({ at });
  const fragment = pointFragment("pki-row", point("iis", "contact.pki-operation", { at: at + 1, keys }));
  entry.cluster?.members.push({ fragment, grade: "exact", why: "by time" });
  return entry;
}

/** A stretch of a device's log that tells no times. */
function dateless(offset: number, keys: Keys): Entry {
  const fragment = pointFragment("device-run", point("apple-device", "run.note", { at: offset, keys }));
  return {
    cluster: null,
    fragment: { ...fragment, start: Number.NaN, end: Number.NaN },
    weakly: false,
    caller: null,
    history: null,
  };
}

const start = point("other", "run.note", { at: 0 }).at ?? 0;

function split(entries: readonly Entry[], hasServerLogs = false): Split {
  const history: History = {
    entries: [...entries],
    names: [],
    waitsAs: [],
    lastAt: 0,
    observations: entries.length,
    reported: false,
    heldAt: Number.NEGATIVE_INFINITY,
    decidedAt: Number.NEGATIVE_INFINITY,
  };
  return splitAttempts(history, { serverLogs: () => hasServerLogs, requestOf: () => hasServerLogs });
}

/** Each attempt as the times of its members with their grades; then the times of what is unbound. */
function look(entries: readonly Entry[], hasServerLogs = false) {
  const { attempts, unbound } = split(entries, hasServerLogs);
  return {
    attempts: attempts.map(({ members }) =>
      members.map(({ fragment, grade }) => `${fragment.start - start} ${grade}`),
    ),
    unbound: unbound.map((fragment) => fragment.start - start),
  };
}

const key = (value: string): Keys => ({ publicKeyHash: value });

describe("attempts of one history", () => {
  it("are its runs, in order of time", () => {
    const retries = [attempt({ at: 9000, keys: key("K") }), attempt({ at: 0, keys: key("K") })];
    expect(look(retries).attempts).toEqual([
      ["0 exact", "0 exact"],
      ["9000 exact", "9000 exact"],
    ]);
  });

  it("without a run are the enrolments that a device tells of", () => {
    const devices = [0, 9000].map((at) => alone("device-run", { at, keys: key("K") }));
    const issued = alone("ca-request", { at: 8000, keys: key("K") });
    expect(look([issued, ...devices]).attempts).toEqual([["0 exact"], ["9000 exact", "8000 key"]]);
  });

  it("without either are what can stand alone", () => {
    expect(
      look([alone("status-file", { at: 5, keys: key("K") }), alone("ca-request", { at: 0, keys: key("K") })]),
    ).toEqual({
      attempts: [["5 exact", "0 key"]],
      unbound: [],
    });
  });

  it("is no status file where other logs of its host could show the request", () => {
    expect(look([alone("status-file", { at: 5, keys: key("K") })], true)).toEqual({
      attempts: [],
      unbound: [5],
    });
  });

  it("are none where nothing can stand alone", () => {
    const parts = [alone("ca-request", { at: 0, keys: key("K") }), alone("upload", { at: 5 })];
    expect(look(parts)).toEqual({ attempts: [], unbound: [0, 5] });
  });
});

describe("the host of an attempt is", () => {
  const logged = (role: Role, host: string, at: number): Entry => alone(role, { at, keys: key("K") }, host);
  const phone = logged("device-run", "phone1", 0);
  const ca = logged("ca-request", "ca01", 1000);

  it.each([
    { name: "the device's where nothing else is logged", entries: [phone], told: "phone1 unknown" },
    { name: "also the device's where only a CA knows of it", entries: [ca, phone], told: "phone1 unknown" },
    {
      name: "the server's before those of device and CA, with the generation that its record tells",
      entries: [phone, ca, logged("status-file", "ndes01", 2000)],
      told: "ndes01 legacy",
    },
    {
      name: "the server's also where its call was logged by HTTP.sys alone",
      entries: [logged("http-error", "ndes01", 2000), phone, ca],
      told: "ndes01 unknown",
    },
  ])("$name", ({ entries, told }) => {
    const { attempts } = split(entries, true);
    expect(attempts.map(({ host, generation }) => `${host} ${generation}`)).toEqual([told]);
  });
});

describe("the log of a device that tried again goes", () => {
  const retries = [attempt({ at: 0, keys: key("K") }), attempt({ at: 60_000, keys: key("K") })];

  it.each([
    { at: 1000, place: 0 },
    { at: 60_000, place: 1 },
  ])("never for certain to one of several: its clock can be off by a retry: $at ms", (each) => {
    const { attempts } = look([...retries, alone("device-run", { at: each.at, keys: key("K") })]);
    expect(attempts[each.place]).toContain(`${each.at} probable`);
  });

  it("to no attempt that was refused where it tells of a certificate, and surely to the only other", () => {
    const refused = pointFragment("crp-verify", {
      ...point("crp", "verify.finished", { at: 50 }),
      outcome: "failed",
    });
    const [first, second] = [0, 60_000].map((at) => attempt({ at, keys: key("K") }));
    first?.cluster?.members.push({ fragment: refused, grade: "exact", why: "by time" });
    const came = {
      ...point("android-device", "deliver.reply", { at: 5000, keys: key("K") }),
      outcome: "ok" as const,
    };
    const log = {
      cluster: null,
      fragment: pointFragment("device-run", came),
      weakly: false,
      caller: null,
      history: null,
    };
    const entries = [first, second].filter((one) => one !== undefined);
    expect(look([...entries, log]).attempts[1]).toContain("5000 key");
    expect(look([...entries.slice(0, 1), log]).attempts[1]).toEqual(["5000 exact"]);
  });

  it("for certain where the others hold another value of an identifier that a request has once", () => {
    const runs = [0, 60_000].map((at) => attempt({ at, keys: { ...key("K"), transactionId: `T${at}` } }));
    const { attempts } = look([
      ...runs,
      alone("device-run", { at: 55_000, keys: { ...key("K"), transactionId: "T0" } }),
    ]);
    expect(attempts[0]).toContain("55000 key");
  });
});

describe("a fragment goes", () => {
  const retries = [attempt({ at: 0, keys: key("K") }), attempt({ at: 60_000, keys: key("K") })];

  it.each([
    { at: 10_000, place: 0 },
    { at: 50_000, place: 1 },
    { at: 90_000, place: 1 },
  ])("to the attempt nearest in time: $at ms to $place", ({ at, place }) => {
    const { attempts } = look([...retries, alone("ca-request", { at, keys: key("K") })]);
    expect(attempts[place]).toContain(`${at} key`);
  });

  it("to the attempt whose identifier it shares, however far", () => {
    const runs = [
      attempt({ at: 0, keys: { thumbprint: "A" } }),
      attempt({ at: 60_000, keys: { thumbprint: "B" } }),
    ];
    const { attempts } = look([...runs, alone("report-event", { at: 59_000, keys: { thumbprint: "A" } })]);
    expect(attempts[0]).toContain("59000 key");
  });

  it("to the attempt that an identifier of one attempt names, however near another with the same key is", () => {
    const runs = [
      attempt({ at: 0, keys: { transactionId: "T", activityId: "a" } }),
      attempt({ at: 1000, keys: { transactionId: "T", activityId: "b" } }),
    ];
    const keys = { transactionId: "T", activityId: "a" };
    const { attempts } = look([...runs, alone("report-event", { at: 45_000, keys })]);
    expect(attempts[0]).toContain("45000 key");
  });

  it.each([
    { at: 900, place: 0, grade: "key" },
    { at: 45_000, place: 1, grade: "probable" },
  ])("as a report to an attempt that had begun, surely to the only one: $at ms to $place", (each) => {
    const runs = [0, 1000].map((at) => attempt({ at, keys: { transactionId: "T" } }));
    const { attempts } = look([
      ...runs,
      alone("report-event", { at: each.at, keys: { transactionId: "T" } }),
    ]);
    expect(attempts[each.place]).toContain(`${each.at} ${each.grade}`);
  });

  it("without certainty where it went through the connector by another identifier", () => {
    const run = attempt({ at: 0, keys: { transactionId: "T", activityId: "a" } });
    const later = alone("report-event", { at: 660_000, keys: { transactionId: "T", activityId: "b" } });
    expect(look([run, later]).attempts[0]).toContain("660000 probable");
  });

  it("to the enrolment that it lies within, not to the one that begins next", () => {
    const enrolments = [0, 32_000].map((at) => {
      const entry = alone("device-run", { at, keys: key("K") });
      return { ...entry, fragment: { ...entry.fragment, end: entry.fragment.start + 31_000 } };
    });
    const issued = alone("ca-request", { at: 30_500, keys: key("K") });
    expect(look([...enrolments, issued]).attempts).toEqual([["0 exact", "30500 key"], ["32000 exact"]]);
  });

  it("without certainty where a device's clock puts it between two attempts", () => {
    const { attempts } = look([...retries, alone("device-run", { at: 35_000, keys: key("K") })]);
    expect(attempts[1]).toContain("35000 probable");
  });

  it("not as a second call to an attempt that has one: it is of another attempt with the same key", () => {
    const lone = pointFragment(
      "pki-row",
      point("iis", "contact.pki-operation", { at: 60_000, keys: { transactionId: "T" } }),
    );
    const entry = { cluster: null, fragment: lone, weakly: false, caller: null, history: null };
    expect(look([call(0, { transactionId: "T" }), entry])).toEqual({
      attempts: [["0 exact", "0 exact", "1 exact"]],
      unbound: [60_000],
    });
  });

  it("without certainty where another attempt, of which its identifier is not known, is nearer in time", () => {
    const runs = [
      attempt({ at: 0, keys: { transactionId: "T", publicKeyHash: "K" } }),
      attempt({ at: 60_000, keys: { publicKeyHash: "K" } }),
    ];
    const { attempts } = look([...runs, alone("device-run", { at: 59_000, keys: { transactionId: "T" } })]);
    expect(attempts[0]).toContain("59000 probable");
  });

  it("in the order of its log where that tells no times, and without certainty", () => {
    const runs = [0, 60_000].map((at) => attempt({ at, keys: key("K") }));
    const logs = [dateless(1, key("K")), dateless(2, key("K"))];
    expect(look([...runs, ...logs]).attempts).toEqual([
      ["0 exact", "0 exact", "NaN probable"],
      ["60000 exact", "60000 exact", "NaN probable"],
    ]);
  });

  it("of a log without times once: a second enrolment with the same key stands alone", () => {
    const logs = [dateless(1, key("K")), dateless(2, key("K"))];
    expect(look([attempt({ at: 0, keys: key("K") }), ...logs]).attempts).toEqual([
      ["0 exact", "0 exact", "NaN probable"],
      ["NaN exact"],
    ]);
  });

  it("without certainty beside another of the same device: its clock may be off by a whole attempt", () => {
    const logs = [8000, 20_000].map((at) => alone("device-run", { at, keys: key("K") }));
    const { attempts } = look([...retries, ...logs]);
    expect(attempts[0]).toEqual(["0 exact", "0 exact", "8000 probable", "20000 probable"]);
  });

  it("never to an attempt with another value of an identifier that a request has once", () => {
    const run = attempt({ at: 0, keys: { transactionId: "A", publicKeyHash: "K" } });
    const { attempts } = look([
      run,
      alone("device-run", { at: 10, keys: { transactionId: "B", publicKeyHash: "K" } }),
    ]);
    expect(attempts).toEqual([["0 exact", "0 exact"], ["10 exact"]]);
  });

  it("over another fragment that links it, in whatever order they come", () => {
    const chain = [
      attempt({ at: 0, keys: { publicKeyHash: "K" } }),
      alone("ca-request", { at: 10, keys: { publicKeyHash: "K", serialNumber: "1" } }),
      alone("status-file", { at: 20, keys: { serialNumber: "1", thumbprint: "T" } }),
      alone("device-run", { at: 30, keys: { thumbprint: "T" } }),
    ];
    for (const order of [chain, chain.toReversed(), [...chain.slice(2), ...chain.slice(0, 2)]]) {
      const { attempts, unbound } = look(order);
      expect([attempts.length, attempts[0]?.length, unbound]).toEqual([1, 5, []]);
    }
  });

  it.each([
    { grade: "exact" as const, expected: "10 key" },
    { grade: "probable" as const, expected: "10 probable" },
  ])("as surely as the edge that its key came over: $grade", ({ grade, expected }) => {
    const run = attempt({ at: 0, keys: key("K"), grade });
    expect(look([run, alone("device-run", { at: 10, keys: key("K") })]).attempts[0]).toContain(expected);
  });

  it("as probable when it was found by user and device only", () => {
    const upload = { ...alone("upload", { at: 9000 }), weakly: true };
    expect(look([attempt({ at: 0, keys: key("K") }), upload]).attempts[0]).toContain("9000 probable");
  });
});

describe("many of one history", () => {
  const many = Array.from({ length: 3000 }, (_, index) => index);
  const thumbprint = "B21107533E6548AC5BC1258F0A9599C2D677E171";
  const file = (index: number): Entry =>
    alone("status-file", { at: index, keys: { thumbprint, serialNumber: `${index}` } });

  it("that share a thumbprint and have a serial number of their own are as many attempts", () => {
    expect(look(many.map(file)).attempts).toEqual(many.map((index) => [`${index} exact`]));
  });

  it("that only the next one links to the attempt find their place, the last one first", () => {
    const link = (index: number): Entry => {
      const [even, odd] = [index + (index % 2), index + 1 - (index % 2)];
      const keys = { activityId: `a${even}`, connectorRequestId: `c${odd}` };
      return alone(index === 2999 ? "device-run" : "loose", { at: index, keys });
    };
    const { attempts, unbound } = look(many.map(link));
    expect([attempts.length, attempts[0]?.length, unbound.length]).toEqual([1, 3000, 0]);
  });
});
