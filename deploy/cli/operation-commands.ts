import { Argument, Option } from "commander";
import type { Command } from "commander";
import { command, examples } from "./command.ts";
import type { DoctorFlags } from "./doctor-command.ts";
import { kafkaOption, redisOption } from "./fleet-commands.ts";
import { roles } from "./doctor-roles.ts";
import type { Role } from "./doctor-roles.ts";
import type { Surroundings } from "./surroundings.ts";
import { count, zone } from "./option-values.ts";
import type { RulesFlags } from "./rules-command.ts";
import type { StateFlags } from "./state-command.ts";
import type { VerifyFlags } from "./verify-command.ts";

/** The commands of those who operate it. */
export function addOperationCommands(program: Command, around: Surroundings): void {
  addDoctor(program, around);
  addState(program, around);
  addVerify(program, around);
  addRules(program, around);
}

function addDoctor(program: Command, { output, done }: Surroundings): void {
  command(
    program,
    "doctor",
    "Look at everything that this machine needs, and say what to change. Changes nothing.",
  )
    .addArgument(new Argument(`<${roles.join("|")}>`, "what this machine is to be").choices(roles))
    .argument("[path...]", "folders with logs; else what is configured, and the usual ones")
    .option("--config <file>", "configuration; else SCEPSCOPE_CONFIG, else the usual values")
    .option("--data <folder>", "for up and collect: the folder that it is to be started with")
    .option(...kafkaOption)
    .option(...redisOption)
    .option("--zone <zone>", "for up: the zone that it is to be started with", zone)
    .option("--requests <n>", "requests that Redis is to keep, for process and serve; else 1000000", count)
    .option("--json", "one finding a line, for machines")
    .addHelpText(
      "after",
      examples([
        "doctor up ./logs --data ./state",
        "doctor collect --kafka kafka01:9092",
        "doctor process --config scepscope.yaml --requests 5000000",
        "doctor serve --config scepscope.yaml --json",
      ]),
    )
    .action(async (role: Role, paths: string[], options: DoctorFlags) => {
      const { doctorCommand } = await import("./doctor-command.ts");
      done(await doctorCommand({ role, paths }, { ...options, ...program.opts() }, output));
    });
}

function addState(program: Command, { output, done }: Surroundings): void {
  command(
    program,
    "state",
    "Show what is kept of each partition, how far it has come, and what is behind; or make it again from Kafka.",
  )
    .addArgument(
      new Argument(
        "[action]",
        "rebuild: the state of partitions goes, and is made again from the oldest message that Kafka holds",
      ).choices(["rebuild"]),
    )
    .option("--config <file>", "configuration; else SCEPSCOPE_CONFIG, else the usual values")
    .option(...kafkaOption)
    .option(...redisOption)
    .option(
      "--data <folder>",
      "look at the state of one box instead, also while `up` runs; nothing is changed",
    )
    .option("--partition <name>", "rebuild this one only, such as p7")
    .option("--yes", "rebuild without asking")
    .option("--json", "one object, for machines")
    .addHelpText(
      "after",
      examples([
        "state --config scepscope.yaml",
        "state --data /var/lib/scepscope --json",
        "state rebuild --partition p7",
        "state rebuild --yes",
      ]),
    )
    .addHelpText(
      "after",
      "\nA rebuild keeps all final requests; processors need not be stopped. See deploy/docs/operating.md.",
    )
    .action(async (action: "rebuild" | undefined, options: StateFlags) => {
      const { stateCommand } = await import("./state-command.ts");
      done(await stateCommand(action, options, output));
    });
}

function addVerify(program: Command, { output, done }: Surroundings): void {
  command(
    program,
    "verify",
    "Read again what Kafka holds, or files on this disk, and compare with what the fleet keeps: each byte of each file, and of Kafka each final request.",
  )
    .argument(
      "[path...]",
      "folders that a collector follows, on its machine: files are compared instead of Kafka",
    )
    .option(
      "--config <file>",
      "configuration of the processors; else SCEPSCOPE_CONFIG, else the usual values",
    )
    .option(...kafkaOption)
    .option(...redisOption)
    .option("--partition <name>", "this one only, such as p7")
    .addOption(
      new Option("--zone <zone>", "the zone of local clocks that the processors were given").argParser(zone),
    )
    .option("--json", "one partition a line, with all differences up to a thousand")
    .addHelpText(
      "after",
      examples([
        "verify --config scepscope.yaml",
        "verify --partition p7 --json | jq .differences",
        "verify --config scepscope.yaml C:\\inetpub\\logs\\LogFiles",
      ]),
    )
    .addHelpText(
      "after",
      "\nNothing is changed, and processors need not be stopped. Differences that retention explains are shown and do not count.",
    )
    .action(async (paths: string[], options: VerifyFlags) => {
      const { verifyCommand, verifyDiskCommand } = await import("./verify-command.ts");
      done(
        await (paths.length > 0 ? verifyDiskCommand(paths, options, output) : verifyCommand(options, output)),
      );
    });
}

function addRules(program: Command, { output, done }: Surroundings): void {
  command(program, "rules", "Print the alert rules for Prometheus, with your own thresholds.")
    .option("--values <file>", "what differs from the usual values; alerts/values.yaml has all there are")
    .option("--out <folder>", "write one file for each group there; else all is printed")
    .addHelpText(
      "after",
      examples([
        "rules > scepscope-rules.yaml",
        "rules --values my-values.yaml --out /etc/prometheus/scepscope",
      ]),
    )
    .action(async (options: RulesFlags) => {
      const { rulesCommand } = await import("./rules-command.ts");
      done(await rulesCommand(options, output));
    });
}
