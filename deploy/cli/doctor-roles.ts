/** What a machine can be: each needs something else. */
export const roles = ["up", "collect", "process", "serve"] as const;
export type Role = (typeof roles)[number];
