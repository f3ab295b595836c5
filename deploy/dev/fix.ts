import { close, runSteps } from "./steps.ts";

/** `npm run fix`: what a machine can put right. */
close(
  runSteps([
    { name: "lint --fix", program: "oxlint/bin/oxlint", args: ["--type-aware", "--fix", "."] },
    { name: "format", program: "oxfmt/bin/oxfmt", args: ["."] },
  ]),
);
