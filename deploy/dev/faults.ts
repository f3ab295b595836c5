import { close, runTests } from "./steps.ts";
import { prepareServices } from "./services/prepare-services.ts";

/**
 * `npm run faults`: a fleet that is treated badly, in long form: 100 kills each of collector and processor, worlds that last for minutes. `npm test -- test/faults` is the
 * short form of its worlds. With paths (`npm run faults -- test/faults/fleet-clocks.test.ts`) only the tests below them. SCEPSCOPE_KILLS and SCEPSCOPE_SEED as there; the seed is the same for all of them.
 */
process.env["SCEPSCOPE_FAULTS"] = "long";
process.env["SCEPSCOPE_KILLS"] ??= "100";
process.env["SCEPSCOPE_SEED"] ??= String(Date.now() % 1_000_000);
process.stdout.write(`seed ${process.env["SCEPSCOPE_SEED"]}\n`);
prepareServices();
const paths = process.argv.slice(2);
const worlds = [
  "test/faults",
  "test/integrity/fleet-survives-kill.test.ts",
  "test/integrity/fleet-hands-over.test.ts",
  "test/integrity/fleet-ca-clock.test.ts",
  "test/integrity/redis-failover.test.ts",
  "test/conformance/kafka-bus-replicas.test.ts",
  "test/accuracy/damage.test.ts",
];
// Fewer at a time than other tests: each of them is a whole fleet, and has to be through within its minutes.
close(runTests(["--maxWorkers=3", ...(paths.length > 0 ? paths : worlds)]));
