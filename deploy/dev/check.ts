import { checkSteps, close, runSteps, runTests } from "./steps.ts";

/** `npm run check`: what has to hold before every commit, in under a minute. */
close(await runSteps(checkSteps), runTests(["test/unit", "test/house"]));
