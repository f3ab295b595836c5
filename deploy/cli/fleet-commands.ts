import { Option } from "commander";
import type { Command } from "commander";
import type { CollectFlags } from "./collect-command.ts";
import { examples, command } from "./command.ts";
import { zone } from "./option-values.ts";
import type { ProcessFlags } from "./process-command.ts";
import type { Surroundings } from "./surroundings.ts";
import { listenFlag, listenForms } from "./up/listen-option.ts";
import type { ServeFlags } from "./serve-command.ts";

/** What `up` is in one process, on many machines. */
export function addFleetCommands(program: Command, around: Surroundings): void {
  addCollect(program, around);
  addProcess(program, around);
  addServe(program, around);
}

const configOption = [
  "--config <file>",
  "configuration; else SCEPSCOPE_CONFIG, else the usual values",
] as const;
export const kafkaOption = [
  "--kafka <host:port>",
  "brokers, with commas between them; else what is configured",
] as const;
export const redisOption = [
  "--redis <host:port>",
  "Redis, or nodes or sentinels of it; else what is configured",
] as const;

function addCollect(program: Command, { done }: Surroundings): void {
  command(
    program,
    "collect",
    "Follow the logs of this server into Kafka: the light part of a fleet, one on each host.",
  )
    .argument(
      "[path...]",
      "folders laid out like a server, or with a folder per host; else what is configured, and the usual folders",
    )
    .option(...configOption)
    .option(...kafkaOption)
    .option("--data <folder>", "where it remembers how far each file was sent")
    .option("--create-topics", "make the topics that are not there")
    .addHelpText(
      "after",
      examples([
        "collect --kafka kafka01:9092",
        "collect ./logs --kafka kafka01:9092,kafka02:9092 --data ./state --create-topics",
        "SCEPSCOPE_KAFKA_SECRET=… scepscope collect --config collector.yaml",
      ]),
    )
    .action(async (paths: string[], options: CollectFlags) => {
      const { collectCommand } = await import("./collect-command.ts");
      done(await collectCommand(paths, { ...options, ...program.opts() }));
    });
}

function addProcess(program: Command, { output, done }: Surroundings): void {
  command(
    program,
    "process",
    "Put the requests of a fleet together, from Kafka into Redis. Run as many as you like: they share the work.",
  )
    .option(...configOption)
    .option(...kafkaOption)
    .option(...redisOption)
    .option(
      listenFlag,
      `address of its metrics: ${listenForms}; any other than a loopback address needs a token`,
    )
    .option("--create-topics", "make the topics that are not there")
    .addOption(
      new Option("--zone <zone>", "zone of local clocks, for hosts without one of their own").argParser(zone),
    )
    .addHelpText(
      "after",
      examples([
        "process --kafka kafka01:9092 --redis redis01:6379",
        "process --config fleet.yaml --listen 127.0.0.1:8644",
        "SCEPSCOPE_REDIS_PASSWORD=… SCEPSCOPE_KAFKA_SECRET=… scepscope process --config fleet.yaml",
      ]),
    )
    .action(async (options: ProcessFlags) => {
      const { processCommand } = await import("./process-command.ts");
      done(await processCommand({ ...options, ...program.opts() }, output));
    });
}

function addServe(program: Command, { output, done }: Surroundings): void {
  command(program, "serve", "Show the requests of a fleet: page and API on Redis, as many as you like.")
    .option(...configOption)
    .option(...redisOption)
    .option(
      listenFlag,
      `address of the page: ${listenForms}; any other than a loopback address needs a token`,
    )
    .addHelpText(
      "after",
      examples([
        "serve --redis redis01:6379",
        "SCEPSCOPE_TOKEN=… scepscope serve --config fleet.yaml --listen 0.0.0.0:8643",
      ]),
    )
    .action(async (options: ServeFlags) => {
      const { serveCommand } = await import("./serve-command.ts");
      done(await serveCommand({ ...options, ...program.opts() }, output));
    });
}
