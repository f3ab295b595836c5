import { close, runTests } from "./steps.ts";
import { prepareServices } from "./services/prepare-services.ts";

/**
 * `npm run faults`: a fleet that is treated badly, in long form: 100 kills each of collector and processor, worlds that last for minutes. `npm test -- test/faults` is the
 * short form of its worlds. SCEPSCOPE_KILLS and SCEPSCOPE_SEED as there; the seed is the same for all of them.
 */
process.env["SCEPSCOPE_FAULTS"] = "long";
process.env["SCEPSCOPE_KILLS"] ??= "100";
process.env["SCEPSCOPE_SEED"] ??= String(Date.now() % 1_000_000);
process.stdout.write(`seed ${process.env["SCEPSCOPE_SEED"]}\n`);
prepareServices();
close(
  runTests([
    "test/faults",
    "test/integrity/fleet-survives-kill.test.ts",
    "test/integrity/fleet-hands-over.test.ts",
    "test/integrity/fleet-ca-clock.test.ts",
    "test/integrity/redis-failover.test.ts",
    "test/conformance/kafka-bus-replicas.test.ts",
    "test/accuracy/damage.test.ts",
  ]),
);
