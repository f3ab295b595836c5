export type { ChannelTrouble } from "./channel-trouble.ts";
export { askWevtutil } from "./ask-wevtutil.ts";
export { followEventLogs } from "./follow-event-logs.ts";
export type { EventChannel } from "./follow-event-logs.ts";
export { keptFiles } from "./kept-files.ts";
export type { KeptFilesOptions } from "./kept-files.ts";
export { usualChannels } from "./usual-channels.ts";
