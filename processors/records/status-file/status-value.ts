/** A text with the name that the file gives it. */
export type StatusValue = readonly [name: string, value: string];
