import { join } from "node:path";
import { startAlertmanager } from "../services/prometheus.ts";
import type { Running } from "../services/prometheus.ts";
import { startAlertReceiver } from "./alert-receiver.ts";
import type { AlertReceiver, ReceivedAlert } from "./alert-receiver.ts";
import { routesTo } from "./routes-to.ts";
import type { Patience } from "./routes-to.ts";

export interface RoutedAlertmanager {
  readonly receiver: AlertReceiver;
  readonly alertmanager: Running;
  close(): Promise<void>;
}

export interface RoutedOptions {
  /** State and log come below it. */
  readonly folder: string;
  readonly patience?: Patience;
  readonly onAlert?: (alert: ReceivedAlert) => void;
}

/** A real Alertmanager with our routes and inhibitions, and who hears what it sends. */
export async function startRoutedAlertmanager({
  folder,
  patience,
  onAlert,
}: RoutedOptions): Promise<RoutedAlertmanager> {
  const receiver = await startAlertReceiver(onAlert);
  try {
    const alertmanager = await startAlertmanager({
      folder: join(folder, "alertmanager"),
      config: routesTo(receiver.url, patience),
    });
    const close = async (): Promise<void> => {
      await alertmanager.stop();
      await receiver.close();
    };
    return { receiver, alertmanager, close };
  } catch (error) {
    await receiver.close();
    throw error;
  }
}
