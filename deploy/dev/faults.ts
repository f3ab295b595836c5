import { close, runTests } from "./steps.ts";
import { prepareServices } from "./services/prepare-services.ts";

/**
 * `npm run faults`: the tests of a fleet that is treated badly, in their long form: 100 kills each of collector and processor, worlds that last for minutes.
 * SCEPSCOPE_KILLS and SCEPSCOPE_SEED as in the short one; the seed is the same for all of them.
 */
process.env["SCEPSCOPE_FAULTS"] = "long";
process.env["SCEPSCOPE_KILLS"] ??= "100";
process.env["SCEPSCOPE_SEED"] ??= String(Date.now() % 1_000_000);
process.stdout.write(`seed ${process.env["SCEPSCOPE_SEED"]}\n`);
prepareServices();
close(
  runTests([
    "test/integrity/fleet-survives-kill.test.ts",
    "test/integrity/fleet-bad-worlds.test.ts",
    "test/integrity/fleet-bus-worlds.test.ts",
    "test/integrity/fleet-state-versions.test.ts",
    "test/integrity/fleet-store-worlds.test.ts",
    "test/integrity/fleet-foreign-messages.test.ts",
    "test/integrity/fleet-clocks.test.ts",
    "test/integrity/fleet-two-collectors.test.ts",
    "test/integrity/fleet-hands-over.test.ts",
    "test/conformance/kafka-bus-outage.test.ts",
    "test/conformance/kafka-bus-replicas.test.ts",
    "test/integrity/fleet-broker-lost.test.ts",
    "test/integrity/fleet-ca-clock.test.ts",
    "test/integrity/redis-store-survives.test.ts",
    "test/integrity/fleet-redis-failover.test.ts",
    "test/integrity/redis-failover.test.ts",
  ]),
);
