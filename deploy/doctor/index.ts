/** What has to be right before a role is started. Looks, and changes nothing. */
export { checkLogFile } from "./check-log-file.ts";
export { checkSecretFiles } from "./check-secret-files.ts";
export { checkStateFolder } from "./check-state-folder.ts";
export { ok } from "./finding.ts";
export { checkPlaces } from "./check-places.ts";
export type { Finding } from "./finding.ts";
