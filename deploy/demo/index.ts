/** A simulated fleet that writes real log files as time passes. The only folder of the product that may start the simulator. */
export { demoStory } from "./story.ts";
export type { DemoHost, Phase, Turn } from "./story.ts";
export { createStory, writeLive } from "./write-live.ts";
export type { LiveOptions } from "./write-live.ts";
export { writeLoad } from "./write-load.ts";
export type { LoadOptions } from "./write-load.ts";

/** Zone of the clocks of the demo's devices, whose logs do not tell it. */
export const demoZone = "UTC";
