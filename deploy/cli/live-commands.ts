import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";
import { examples, command } from "./command.ts";
import type { DemoFlags } from "./demo-command.ts";
import { zone } from "./option-values.ts";
import type { Surroundings } from "./surroundings.ts";
import { listenFlag, listenForms } from "./up/listen-option.ts";
import type { UpFlags } from "./up-command.ts";

/** The commands that follow logs as they are written. */
export function addLiveCommands(program: Command, around: Surroundings): void {
  addUp(program, around);
  addDemo(program, around);
}

function addUp(program: Command, { output, done }: Surroundings): void {
  command(
    program,
    "up",
    "Follow the logs of this server, and show each request as it happens: page, API and metrics in one process.",
  )
    .argument(
      "[path...]",
      "folders laid out like a server, or with a folder per host; else what is configured, and the usual folders",
    )
    .option("--config <file>", "configuration; else SCEPSCOPE_CONFIG, else the usual values")
    .option("--data <folder>", "where the state is kept")
    .option(
      listenFlag,
      `address of the page: ${listenForms}; any other than a loopback address needs a token`,
    )
    .addOption(
      new Option(
        "--zone <zone>",
        "zone of local clocks, such as Europe/Berlin or +01:00, for hosts without one of their own",
      ).argParser(zone),
    )
    .option("--alertmanager <url>", "Alertmanager that is told of alerts, without Prometheus")
    .option("--webhook <url>", "the same for a webhook, in the form of Alertmanager's own")
    .addHelpText("after", examples(upExamples))
    .addHelpText("after", "\nSIGHUP reads the configuration again.")
    .action(async (paths: string[], options: UpFlags) => {
      const { upCommand } = await import("./up-command.ts");
      done(await upCommand(paths, { ...options, ...program.opts() }, output));
    });
}

const upExamples = [
  "up",
  "up ./logs --data ./state --listen 127.0.0.1:8643",
  "up --config scepscope.yaml",
  "SCEPSCOPE_TOKEN=… scepscope up --listen 0.0.0.0:8643",
  "up --alertmanager http://127.0.0.1:9093",
  "SCEPSCOPE_WEBHOOK_SECRET=… scepscope up --webhook https://hooks.contoso.test/scep",
] as const;

function addDemo(program: Command, { output, done }: Surroundings): void {
  command(
    program,
    "demo",
    "Show it all on an invented fleet that writes real log files, with failures as in life.",
  )
    .addOption(
      new Option("--speed <factor>", "1 to 60: how many times faster the story goes")
        .default(2)
        .argParser(speedOf),
    )
    .addOption(new Option("--seed <number>", "another fleet for each number").default(7).argParser(seedOf))
    .option(
      listenFlag,
      `address of the page: ${listenForms}; else the usual port, or a free one if that is taken`,
    )
    .option("--keep", "leave the logs and the state where they are at the end")
    .addHelpText("after", examples(["demo", "demo --speed 10", "demo --listen 127.0.0.1:0 --keep"]))
    .action(async (options: DemoFlags) => {
      const { demoCommand } = await import("./demo-command.ts");
      done(await demoCommand({ ...options, ...program.opts() }, output));
    });
}

function speedOf(text: string): number {
  const speed = Number(text);
  if (!(speed >= 1 && speed <= 60)) throw new InvalidArgumentError("Give a number from 1 to 60.");
  return speed;
}

function seedOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("Give a whole number.");
  return Number(text);
}
