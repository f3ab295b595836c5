/** Alerts as files: the values that a user chooses, and the rules printed with them. */
export { printAllRules, printRules } from "./print-rules.ts";
export { printValues } from "./print-values.ts";
export { servedRunbooks } from "./served-runbooks.ts";
export { parseValues, readValues } from "./read-values.ts";
