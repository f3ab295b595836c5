import { ruleFiles } from "../../alerts/index.ts";
import type { RuleFile, Values } from "../../alerts/index.ts";
import { yamlText } from "../config/index.ts";

export interface PrintedFile {
  /** Name of the file. */
  readonly name: string;
  readonly text: string;
}

const head =
  "Printed by `scepscope rules`. Do not edit: set thresholds in a values file (alerts/values.yaml has all of them) and print again.";

/** Every file of rules as plain YAML for Prometheus. */
export function printRules(values: Values): readonly PrintedFile[] {
  return ruleFiles(values).map(({ name, groups }) => ({
    name: `${name}.yaml`,
    text: yamlText({ groups }, head),
  }));
}

/** All in one file, for standard output. */
export function printAllRules(values: Values): string {
  const groups = ruleFiles(values).flatMap((file: RuleFile) => file.groups);
  return yamlText({ groups }, head);
}
