import module from "node:module";

/** As the program itself does: compiled code is kept, so that no process needs the memory of a compiler. */
module.enableCompileCache(process.argv[2]);
const { runCollect } = await import("./collect-run.ts");
await runCollect(process.argv.slice(3));
