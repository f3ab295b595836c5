import { close, runTests } from "./steps.ts";
import { prepareServices } from "./services/prepare-services.ts";

/** `npm run faults`: the tests of a fleet that is treated badly, in their long form. SCEPSCOPE_KILLS and SCEPSCOPE_SEED as in the short one. */
process.env["SCEPSCOPE_KILLS"] ??= "100";
prepareServices();
close(
  runTests([
    "test/integrity/fleet-survives-kill.test.ts",
    "test/integrity/fleet-bad-worlds.test.ts",
    "test/integrity/fleet-hands-over.test.ts",
    "test/conformance/kafka-bus-outage.test.ts",
    "test/conformance/kafka-bus-replicas.test.ts",
    "test/integrity/redis-store-survives.test.ts",
    "test/integrity/redis-failover.test.ts",
  ]),
);
