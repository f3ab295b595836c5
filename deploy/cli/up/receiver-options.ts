import { isPlainUrl } from "../../config/index.ts";
import type { Config } from "../../config/index.ts";
import { cliError } from "../../errors/cli-error.ts";

export interface ReceiverFlags {
  readonly alertmanager?: string;
  readonly webhook?: string;
}

/** Receivers of the command line in place of configured ones. Every user of a machine sees its arguments, so a secret is refused there. */
export function withReceivers(config: Config, { alertmanager, webhook }: ReceiverFlags): Config {
  const { notify } = config;
  return {
    ...config,
    notify: {
      ...notify,
      alertmanagerUrl: given("--alertmanager", alertmanager) ?? notify.alertmanagerUrl,
      webhookUrl: given("--webhook", webhook) ?? notify.webhookUrl,
    },
  };
}

function given(option: string, address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const isPlain = address !== "" && isPlainUrl(address) && !address.includes("?");
  if (isPlain) return address;
  throw cliError({
    code: "usage.option-value",
    // The address is not repeated: it may hold a password.
    what: `${option} is no address without user, password and query`,
    remedy:
      "write one such as http://127.0.0.1:9093; secrets come from the environment or a file (`notify` in the configuration), and a webhook with a key in its address from `notify.webhookUrl`",
  });
}
