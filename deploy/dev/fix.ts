import { close, runSteps } from "./steps.ts";

/** `npm run fix`: what a machine can put right. First the code, then its form. */
close(
  await runSteps([
    { name: "lint --fix", program: "oxlint/bin/oxlint", args: ["--type-aware", "--fix", "."] },
  ]),
  await runSteps([{ name: "format", program: "oxfmt/bin/oxfmt", args: ["."] }]),
);
