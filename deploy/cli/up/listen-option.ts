import type { Config } from "../../config/index.ts";
import { cliError } from "../../errors/cli-error.ts";

/** `HOST:PORT`, `:PORT`, `PORT` or `[::1]:PORT` in place of what is configured. */
export function withListen(config: Config, value: string): Config {
  const [, host = "", port = ""] = /^(?:(.*):)?(\d{1,5})$/.exec(value) ?? [];
  if (port === "" || Number(port) > 65_535)
    throw cliError({
      code: "usage.option-value",
      what: `--listen "${value}" is no address`,
      remedy: "write HOST:PORT, such as 127.0.0.1:8643, or only the port; port 0 takes a free one",
    });
  return { ...config, listen: { host: host === "" ? config.listen.host : host, port: Number(port) } };
}
