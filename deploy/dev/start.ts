/** `npm start` is `scepscope demo`; what stands behind `--` goes to it. */
process.argv.splice(2, 0, "demo");
await import("../cli/main.ts");
