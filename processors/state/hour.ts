/** Summaries are made of running sums by hours of the start. */
export const hourMs = 3_600_000;
