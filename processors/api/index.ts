/** Front door of the API: everything that answers over HTTP. */
export { refusalToListen } from "./guards/listen-rule.ts";
export { openApiDocument } from "./openapi.ts";
export type { ApiLimits, ApiOptions, Exposition, Listen, Quote, Readiness } from "./options.ts";
export type { FiringAlert } from "../page/index.ts";
export { startServer } from "./server.ts";
export type { Server } from "./server.ts";
