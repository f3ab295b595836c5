import { prepareServices } from "./services/prepare-services.ts";
import { checkSteps, close, runSteps, runTests } from "./steps.ts";

/** `npm test`: everything. With paths (`npm test -- test/unit/…`) only the tests below them. */
const paths = process.argv.slice(2);
if (paths.length === 0 || paths.some((path) => /^test[/](?:e2e|conformance|integrity)/.test(path)))
  prepareServices();
if (paths.length > 0) close(runTests(paths));
else close(await runSteps(checkSteps), runTests([]));
