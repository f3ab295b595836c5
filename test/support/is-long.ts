/** Set by `npm run faults`: worlds are as bad for as long as one can bear to wait, and more seeds are tried. */
export const isLong: boolean = process.env["SCEPSCOPE_FAULTS"] === "long";
