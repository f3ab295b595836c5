import { isHost } from "../../config/index.ts";
import type { Config } from "../../config/index.ts";
import { cliError } from "../../errors/cli-error.ts";

/** What the help says of the forms, before it says what is heard there. */
export const listenFlag = "--listen <[host:]port>";
export const listenForms = "HOST:PORT, [IPV6]:PORT or a port alone, 0 for a free one";

/** `HOST:PORT`, `:PORT`, `PORT` or `[::1]:PORT` in place of what is configured. */
export function withListen(config: Config, value: string): Config {
  const [, host = "", port = ""] = /^(?:(.*):)?(\d{1,5})$/.exec(value) ?? [];
  if (port === "" || Number(port) > 65_535 || !(host === "" || isHost(host)))
    throw cliError({
      code: "usage.option-value",
      what: `--listen "${value}" is no address`,
      remedy:
        "write HOST:PORT, such as 127.0.0.1:8643 or [::1]:8643, or only the port; port 0 takes a free one, host 0.0.0.0 is every IPv4 address of this machine",
    });
  return { ...config, listen: { host: host === "" ? config.listen.host : host, port: Number(port) } };
}
