import type { Chosen, Numbers, Site } from "./alert.ts";
import { usual } from "./usual.ts";
import type { AlertName } from "./usual.ts";

/** All that a values file can say. */
export interface Values extends Site {
  readonly alerts: Readonly<Record<AlertName, Numbers & { readonly enabled: boolean }>>;
}

/** A page on this machine, and a goal that a healthy site with sleeping phones keeps. */
export const usualSite: Site = {
  pageUrl: "http://127.0.0.1:8643",
  runbookUrl: "http://127.0.0.1:8643/runbooks",
  dashboardUrl: "http://127.0.0.1:3000/d",
  job: "scepscope",
  interval: "1m",
  goal: { successShare: 0.95, certificateSeconds: 3600, certificateShare: 0.9 },
};

/** What an expression reads; what its alert does not have, it does not read. */
export function chosen(numbers: Numbers): Chosen {
  return { ...none, ...numbers };
}

const none = {
  window: "1m",
  recent: "1m",
  age: "1m",
  count: 0,
  share: 1,
  factor: 1,
  volume: 0,
  bytes: 0,
} as const;

export const alertNames: readonly AlertName[] = Object.keys(usual).filter(isAlertName);

export function isAlertName(name: string): name is AlertName {
  return Object.hasOwn(usual, name);
}

/** Something for every alert. */
export function forEachAlert<T>(make: (name: AlertName) => T): Readonly<Record<AlertName, T>> {
  const made: Partial<Record<AlertName, T>> = {};
  for (const name of alertNames) made[name] = make(name);
  return complete(made);
}

function complete<T>(made: Partial<Record<AlertName, T>>): Readonly<Record<AlertName, T>> {
  if (isComplete(made)) return made;
  throw new Error("an alert has no values");
}

function isComplete<T>(made: Partial<Record<AlertName, T>>): made is Record<AlertName, T> {
  return alertNames.every((name) => made[name] !== undefined);
}
