import type { Finding } from "../../../processors/index.ts";
import { cliError } from "../../errors/cli-error.ts";
import { hostFilter } from "./request-filter.ts";

export interface HostCheck {
  see(finding: Finding): void;
  /** Throws when `--host` names a host that no log and no request is of: that is a slip, and no quiet fleet. */
  check(): void;
}

export function createHostCheck(wanted: readonly string[] | undefined): HostCheck {
  const hosts = new Set<string>();
  return {
    see: (finding) => {
      if (wanted === undefined || hosts.size >= hostsMax) return;
      if (finding.type === "source") hosts.add(finding.source.host);
      if (finding.type === "request") hosts.add(finding.request.host);
    },
    check: () => {
      const stranger = (wanted ?? []).find((name) => ![...hosts].some(hostFilter([name])));
      if (stranger !== undefined && hosts.size < hostsMax) throw unknownHost(stranger, hosts);
    },
  };
}

const hostsMax = 100_000;
const shownMax = 10;

function unknownHost(name: string, hosts: ReadonlySet<string>): Error {
  const names = [...hosts].filter((host) => host !== "").sort();
  const shown = names.slice(0, shownMax).join(", ") + (names.length > shownMax ? ", …" : "");
  return cliError({
    code: "input.unknown-host",
    what: `no log is of the host "${name}"`,
    remedy: names.length === 0 ? "leave --host out: these logs name no host" : `name one of ${shown}`,
  });
}
