import { prepareServices } from "./services/prepare-services.ts";
import { checkSteps, close, runAllTests, runSteps, runTests } from "./steps.ts";

/** `npm test`: everything but the worlds in test/faults, which take as long as all the rest together. With paths (`npm test -- test/unit/…`) only the tests below them. */
const paths = process.argv.slice(2);
const needServices = /^test\/(?:e2e|conformance|faults|integration|integrity|alerts)/;
if (paths.length === 0 || paths.some((path) => needServices.test(path))) prepareServices();
if (paths.length > 0) close(runTests(paths));
else close(await runSteps(checkSteps), runAllTests());
