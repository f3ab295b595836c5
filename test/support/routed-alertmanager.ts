import { join } from "node:path";
import { startAlertmanager } from "../../deploy/dev/services/prometheus.ts";
import type { Running } from "../../deploy/dev/services/prometheus.ts";
import { startAlertReceiver } from "./alert-receiver.ts";
import { routesTo } from "./routes-to.ts";

/** A real Alertmanager with our routes and inhibitions, and who hears what it sends; what ends them is added to `closing`. */
export async function startRoutedAlertmanager(
  folder: string,
  closing: (() => Promise<unknown>)[],
): Promise<{
  readonly receiver: Awaited<ReturnType<typeof startAlertReceiver>>;
  readonly alertmanager: Running;
}> {
  const receiver = await startAlertReceiver();
  closing.push(() => receiver.close());
  const alertmanager = await startAlertmanager({
    folder: join(folder, "alertmanager"),
    config: routesTo(receiver.url),
  });
  closing.push(() => alertmanager.stop());
  return { receiver, alertmanager };
}
