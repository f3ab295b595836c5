import { styleText } from "node:util";
import { visible } from "../../runtime/visible.ts";
import type { ReceivedAlert } from "./alert-receiver.ts";

const paints = {
  critical: ["bold", "red"],
  warning: ["yellow"],
  info: ["cyan"],
  resolved: ["green"],
} as const;

export interface NotificationStyle {
  /** ms UTC: when it arrived. */
  readonly at: number;
  readonly isColourful: boolean;
}

/**
 * A notification in three lines: when, what has become of it, how bad, where and what; in one sentence; and where the requests are, or what to do where there are none.
 * Labels come out of logs: nothing of them reaches the terminal as a command.
 */
export function notificationText(alert: ReceivedAlert, { at, isColourful }: NotificationStyle): string {
  const { status, labels, annotations } = alert;
  const severity = labels["severity"] ?? "";
  const paint = paints[status === "resolved" ? "resolved" : severityOf(severity)];
  const painted = (text: string): string =>
    isColourful ? styleText([...paint], text, { validateStream: false }) : text;
  const where = labels["host"] ?? labels["instance"] ?? labels["partition"] ?? "all";
  const lines = [
    `${new Date(at).toISOString().slice(11, 19)}  ${painted(status.padEnd(8))}  ${painted(severity.padEnd(8))}  ${line(where)}  ${line(labels["alertname"] ?? "")}`,
    `          ${sentenceOf(alert)}`,
    `          ${line(annotations["requests_url"] ?? annotations["runbook_url"] ?? "")}`,
  ];
  return `${lines.map((each) => each.trimEnd()).join("\n")}\n`;
}

/** The summary says what is so while it fires. */
function sentenceOf({ status, annotations }: ReceivedAlert): string {
  const summary = line(annotations["summary"] ?? "");
  return status === "resolved" ? `over: ${summary}` : summary;
}

function severityOf(text: string): "critical" | "warning" | "info" {
  return text === "critical" || text === "warning" ? text : "info";
}

function line(text: string): string {
  return visible(text).replaceAll(/\s+/g, " ");
}
