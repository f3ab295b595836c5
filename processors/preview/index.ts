/** Front door of the preview: requests as they look so far. */
export { createPreview } from "./preview.ts";
export type { Preview, PreviewChange } from "./preview.ts";
export { previewLimits } from "./preview-state.ts";
export type { PreviewLimits } from "./preview-state.ts";
export type { Gone } from "./shown.ts";
