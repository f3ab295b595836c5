export const configActions = ["check", "print", "schema"] as const;

export type ConfigAction = (typeof configActions)[number];
