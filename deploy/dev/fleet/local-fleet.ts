import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startRole } from "./role-process.ts";
import type { RoleProcess } from "./role-process.ts";

/** Where the services of a fleet are, and the folder that all of it lies in. */
export interface FleetPlace {
  readonly folder: string;
  /** `host:port`, with commas between them. */
  readonly kafka: string;
  readonly redis: string;
  /** One for each; the first makes it. */
  readonly topic: string;
  /** Of the page; port 0 takes a free one. */
  readonly listen: string;
}

/** The folders of one collector below the logs. */
export interface CollectorPlan {
  readonly name: string;
  readonly folders: readonly {
    readonly path: string;
    readonly host: string;
    readonly include?: readonly string[];
  }[];
}

/** The processes of a fleet on one machine, each as a user would start it. */
export interface LocalFleet {
  readonly collector: (plan: CollectorPlan) => RoleProcess;
  readonly processor: (name: string) => RoleProcess;
  readonly server: (name: string) => RoleProcess;
  /** All that were started and run. */
  readonly running: () => ReadonlySet<RoleProcess>;
  /** In the order of the flow, each drains; what does not end in time is killed. */
  stop(): Promise<void>;
}

export function logsOf({ folder }: Pick<FleetPlace, "folder">): string {
  return join(folder, "logs");
}

/** As in a configuration; `kafka` has what differs from how this fleet reaches it. */
export interface FleetSettings extends Readonly<Record<string, unknown>> {
  readonly kafka?: Readonly<Record<string, unknown>>;
}

export function createLocalFleet(place: FleetPlace, { kafka = {}, ...rest }: FleetSettings): LocalFleet {
  const running = new Map<RoleProcess, string>();
  const start = (role: string, name: string, words: readonly string[]): RoleProcess => {
    const logFile = join(place.folder, `${name}.log`);
    const started = startRole({ words: [role, ...words], logFile });
    running.set(started, role);
    void started.ended.then(() => running.delete(started));
    return started;
  };
  const configured = (name: string, own: Readonly<Record<string, unknown>>): string => {
    mkdirSync(place.folder, { recursive: true });
    const file = join(place.folder, `${name}.yaml`);
    // JSON is YAML.
    writeFileSync(file, JSON.stringify({ ...reachedBy(place, kafka), ...rest, ...own }, null, 2));
    return file;
  };
  return {
    collector: ({ name, folders }) => {
      const places = folders.map((each) => ({ ...each, path: join(logsOf(place), each.path) }));
      const stateFolder = join(place.folder, `state-${name}`);
      const file = configured(name, { dataFolder: stateFolder, places, defaultPlaces: false });
      return start("collect", name, ["--config", file, "--create-topics"]);
    },
    processor: (name) =>
      start("process", name, [
        ...["--config", configured(name, {}), "--listen", "127.0.0.1:0"],
        ...["--zone", "UTC", "--create-topics"],
      ]),
    server: (name) => start("serve", name, ["--config", configured(name, {}), "--listen", place.listen]),
    running: () => new Set(running.keys()),
    stop: async () => {
      for (const role of ["collect", "process", "serve"]) {
        const members = [...running].filter(([, each]) => each === role).map(([each]) => each);
        await Promise.all(members.map(ended));
      }
    },
  };
}

function reachedBy(
  { kafka, redis, topic }: FleetPlace,
  own: FleetSettings["kafka"],
): Readonly<Record<string, unknown>> {
  return {
    kafka: {
      brokers: kafka.split(","),
      topic,
      rejectedTopic: `${topic}.rejected`,
      groupId: topic,
      site: "demo",
      newTopicPartitions: 4,
      initialDelayMs: 5000,
      ...own,
    },
    redis: { addresses: redis.split(","), keyPrefix: `${topic}:` },
    log: { level: "info", format: "json" },
  };
}

const endMsMax = 15_000;

async function ended(role: RoleProcess): Promise<void> {
  role.kill("SIGTERM");
  const late = setTimeout(() => role.kill("SIGKILL"), endMsMax);
  await role.ended;
  clearTimeout(late);
}
