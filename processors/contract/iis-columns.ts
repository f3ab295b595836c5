/**
 * Fields of the access log that an administrator may have switched off, and without which rows cannot be told apart: how long a call took (the interval that the
 * plug-in's records lie in), and why it failed. Source: "Extended logging", Microsoft's pages on IIS; which of them joining needs is ours.
 */
export const iisColumnsNeeded = ["time-taken", "sc-substatus", "sc-win32-status"] as const;
