export interface RollLimits {
  /** NDESPlugin.log is renamed to `NDESPlugin.lo_` when it has grown to this. */
  readonly pluginBytesMax: number;
  /** A service trace goes on in a file that is named for its first moment. */
  readonly traceBytesMax: number;
}

export interface Rolls {
  /** The file that the next `bytes` of a log go to. */
  pathOf(named: string, bytes: number, at: number): string;
}

/**
 * When a log is rolled, as its writer does it. The plug-in keeps one earlier file (`.lo_`, as ConfigMgr names it), which the next one replaces; the service
 * traces keep all, each named for its start. IIS needs nothing here: its files are named by hour or day.
 */
export function createRolls(
  limits: RollLimits,
  rename: (from: string, to: string, at: number) => void,
): Rolls {
  const sizes = new Map<string, { path: string; bytes: number }>();
  return {
    pathOf: (named, bytes, at) => {
      const limit = limitOf(named, limits);
      if (limit === null) return named;
      let log = sizes.get(named);
      if (log === undefined) sizes.set(named, (log = { path: named, bytes: 0 }));
      if (log.bytes > 0 && log.bytes + bytes > limit) {
        log.bytes = 0;
        if (named.endsWith(".svclog")) log.path = namedFor(named, at);
        else rename(named, named.replace(/[.]log$/, ".lo_"), at);
      }
      log.bytes += bytes;
      return log.path;
    },
  };
}

function limitOf(named: string, { pluginBytesMax, traceBytesMax }: RollLimits): number | null {
  if (named.endsWith("/NDESPlugin.log")) return pluginBytesMax;
  return named.endsWith(".svclog") ? traceBytesMax : null;
}

/** `NDESConnector_2026-11-22_060000.svclog` with another moment. */
function namedFor(named: string, at: number): string {
  const iso = new Date(at).toISOString();
  return named.replace(
    /_[^_]+_\d+[.]svclog$/,
    `_${iso.slice(0, 10)}_${iso.slice(11, 19).replaceAll(":", "")}.svclog`,
  );
}
