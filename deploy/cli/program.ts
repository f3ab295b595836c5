import { Argument, Command } from "commander";
import type { AnalyzeFlags } from "./analyze/analyze-flags.ts";
import { analyzeOptions } from "./analyze-options.ts";
import { command, examples } from "./command.ts";
import { configActions } from "./config-actions.ts";
import type { ConfigAction } from "./config-actions.ts";
import { shells } from "./completion-script.ts";
import { addFleetCommands } from "./fleet-commands.ts";
import { addLiveCommands } from "./live-commands.ts";
import { addOperationCommands } from "./operation-commands.ts";
import type { Shell } from "./completion-script.ts";
import type { Surroundings } from "./surroundings.ts";
import type { TraceFlags } from "./trace-command.ts";

/** The tree of commands. Each command is loaded when it runs, so that `--version` and `--help` are immediate. */
export function createProgram(around: Surroundings): Command {
  const program = new Command("scepscope")
    .description(
      "Follow every SCEP certificate request of Microsoft Intune through its six stages, from the logs of NDES, IIS, the CA and the device.",
    )
    .version(around.version, "--version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand(false)
    .option("--no-color", "no colours; NO_COLOR and FORCE_COLOR are followed as well")
    .addHelpText(
      "after",
      examples([
        "analyze ./bundle.zip",
        "analyze ./logs --key 251E592A777C82996C7CF96F3AAADCF996FC31FF",
        "causes",
        "completion bash",
      ]),
    )
    .addHelpText(
      "after",
      "\nExit codes: 0 all well, 1 failures found, 2 could not do the job; of trace also 3, no request has this identifier.",
    );
  addAnalyze(program, around);
  addLiveCommands(program, around);
  addFleetCommands(program, around);
  addTrace(program, around);
  addRecords(program, around);
  addScep(program, around);
  addFormats(program, around);
  addCauses(program, around);
  addConfig(program, around);
  addOperationCommands(program, around);
  addCompletion(program, around);
  return program;
}

function addAnalyze(program: Command, { output, done }: Surroundings): void {
  const analyze = command(
    program,
    "analyze",
    "Read a support bundle and say which requests failed, where, why, and what to do.",
  ).argument("<path...>", "folders, .zip archives, single log files or .gz of them");
  for (const option of analyzeOptions) analyze.addOption(option);
  analyze
    .addHelpText(
      "after",
      examples([
        "analyze ./bundle.zip",
        "analyze ndes01/ ca01/ --since 2026-11-22",
        "analyze ./logs --outcome failed --json | jq .requests",
        "analyze ./logs --key 251E592A777C82996C7CF96F3AAADCF996FC31FF",
        "analyze ./logs --key 5a1f0c3e --host ndes01",
      ]),
    )
    .action(async (paths: string[], options: AnalyzeFlags) => {
      const { analyzeCommand } = await import("./analyze-command.ts");
      done(await analyzeCommand(paths, { ...options, ...program.opts() }, output));
    });
}

function addTrace(program: Command, { output, done }: Surroundings): void {
  command(program, "trace", "Ask a running scepscope for one request, and show it stage by stage.")
    .argument(
      "<key...>",
      "any identifier: transaction, device, user, thumbprint (also in pairs with blanks), serial number, CA request, …",
    )
    .option("--url <address>", "where it answers; else SCEPSCOPE_URL, else http://127.0.0.1:8643")
    .option("--token-file <file>", "a file that holds its token; else SCEPSCOPE_TOKEN")
    .option("--json", "print what the API gives, one request a line")
    .option("--wide", "do not cut lines to the width of the terminal")
    .addHelpText(
      "after",
      examples([
        "trace 251E592A777C82996C7CF96F3AAADCF996FC31FF",
        "trace 76d2c110-bd7c-433c-a9dd-52bb77b07c4d --url http://ndes01.contoso.test:8643",
      ]),
    )
    .action(async (key: readonly string[], options: TraceFlags) => {
      const { traceCommand } = await import("./trace-command.ts");
      done(await traceCommand(key.join(" "), { ...options, ...program.opts() }, output));
    });
}

function addRecords(program: Command, { output, done }: Surroundings): void {
  command(
    program,
    "records",
    "Print what the readers see: one line of JSON for each record, with its place in the file.",
  )
    .argument("<path...>", "folders, .zip archives, single log files or .gz of them")
    .addHelpText(
      "after",
      examples(["records u_ex261122.log | head", "records ./bundle.zip | jq -c 'select(.rejected)'"]),
    )
    .addHelpText(
      "after",
      "\nFields are printed as they are in the file: the SCEP message of a query, names and addresses too.",
    )
    .action(async (paths: string[]) => {
      const { recordsCommand } = await import("./records-command.ts");
      done(await recordsCommand(paths, output));
    });
}

function addScep(program: Command, { output, done }: Surroundings): void {
  command(program, "scep", "Decode a SCEP message and print its attributes in words.")
    .argument("<input>", "a file (DER, PEM, base64), a PKIOperation URL in quotes, or - for standard input")
    .option("--json", "print the attributes for machines")
    .addHelpText(
      "after",
      examples([
        "scep request.der",
        'scep "https://ndes.contoso.test/certsrv/mscep/mscep.dll?operation=PKIOperation&message=MII…"',
        "base64 -d message.txt | scepscope scep -",
      ]),
    )
    .action(async (input: string, options: { readonly json?: boolean }) => {
      const { scepCommand } = await import("./scep-command.ts");
      done(await scepCommand(input, options, output));
    });
}

function addFormats(program: Command, { output, done }: Surroundings): void {
  command(program, "formats", "List the log formats that can be read, and how they are recognised.")
    .option("--json", "print the list for machines; its schema is deploy/docs/formats.schema.json")
    .addHelpText("after", examples(["formats", "formats --json | jq -r '.formats[].format'"]))
    .action(async (options: { readonly json?: boolean }) => {
      const { formatsCommand } = await import("./formats-command.ts");
      done(await formatsCommand(options, output));
    });
}

function addCauses(program: Command, { output, done }: Surroundings): void {
  command(
    program,
    "causes",
    "List the failures that are recognised, or print one: its signal, why, and what to do.",
  )
    .argument("[id]", "id of a cause, as the verdict names it")
    .option("--json", "print them for machines; their schema is deploy/docs/causes.schema.json")
    .addHelpText(
      "after",
      examples([
        "causes",
        "causes verify.signing-certificate-missing",
        "causes --json | jq -r '.causes[] | select(.severity == \"critical\") | .id'",
      ]),
    )
    .action(async (id: string | undefined, options: object) => {
      const { causesCommand } = await import("./causes-command.ts");
      done(await causesCommand(id, { ...options, ...program.opts() }, output));
    });
}

function addConfig(program: Command, { output, done }: Surroundings): void {
  command(program, "config", "Check a configuration, print the one in force, or print the schema.")
    .addArgument(
      new Argument(
        "<action>",
        "check: find mistakes; print: every setting with its value; schema: the JSON Schema for editors",
      ).choices(configActions),
    )
    .argument("[file]", "configuration file; else the one that SCEPSCOPE_CONFIG names, else none")
    .addHelpText(
      "after",
      examples([
        "config check scepscope.yaml",
        "config print > scepscope.yaml",
        "config schema > scepscope.schema.json",
      ]),
    )
    .action(async (action: ConfigAction, file: string | undefined) => {
      const { configCommand } = await import("./config-command.ts");
      done(await configCommand(action, file ?? null, output));
    });
}

function addCompletion(program: Command, { output, done }: Surroundings): void {
  command(program, "completion", "Print the script that completes commands and options in your shell.")
    .addArgument(new Argument("<shell>", "your shell").choices(shells))
    .addHelpText(
      "after",
      examples(["completion bash > /etc/bash_completion.d/scepscope", "completion powershell >> $PROFILE"]),
    )
    .action(async (shell: Shell) => {
      const { completionCommand } = await import("./completion-command.ts");
      done(await completionCommand(shell, program, output));
    });
}
