import { spawnSync } from "node:child_process";
import { FormatsSchema } from "../../deploy/cli/catalogue-schemas.ts";
import { formats } from "../../collectors/contract/index.ts";
import { symlinkSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, iisLog } from "../unit/collectors/folder.ts";
import { writeZip } from "../unit/collectors/write-zip.ts";
import { runCommand } from "./run-command.ts";

const commands = ["analyze", "collect", "records", "scep", "formats", "causes", "completion"];

test("--version prints the version alone", async () => {
  expect(await runCommand(["--version"])).toEqual({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    err: "",
  });
});

test.each([
  { args: ["causes", "contact.no-pki-operation"], code: 0 },
  { args: ["causes", "nothing.of-this-name"], code: 2 },
])(
  "what a library has left running does not keep the process: $args ends with $code",
  async ({ args, code }) => {
    const left = "data:text/javascript,setInterval(()=>{},1e6)";
    const run = await runCommand(args, { env: { NODE_OPTIONS: `--import=${left}` } });
    expect(run.code).toBe(code);
    expect(run.out + run.err).toContain(args[1]);
  },
);

test.each([["--help"], ...commands.map((name) => [name, "--help"])])(
  "help of %s %s has examples, and ends with what the exit codes mean",
  async (...args) => {
    const { code, out, err } = await runCommand(args);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/Examples:\n {2}scepscope [^]*\nExit codes: 0 .*, 2 .*\.\n$/);
  },
);

test("the help of an analysis tells failures from what could not be read", async () => {
  const { out } = await runCommand(["analyze", "--help"]);
  expect(out).toContain("Exit codes: 0 no failure was found, 1 failures were found, 2 nothing could be read");
});

test("the help tells every exit code, that of an identifier which nobody has as well", async () => {
  expect((await runCommand(["--help"])).out).toMatch(/Exit codes: 0 .*, 1 .*, 2 .*trace also 3/);
});

test.each(["up", "demo", "process", "serve"])(
  "the help of %s says in which forms --listen is given",
  async (name) => {
    const { out } = await runCommand([name, "--help"]);
    expect(out.replace(/\s+/g, " ")).toMatch(
      /--listen <\[host:\]port> .*HOST:PORT, \[IPV6\]:PORT or a port alone/,
    );
  },
);

test("without a command the help is shown, and nothing was done", async () => {
  expect(await runCommand([])).toMatchObject({ code: 2, out: expect.stringContaining("Usage: scepscope") });
});

const mistakes: readonly (readonly [string, readonly string[], string])[] = [
  ["a mistyped command", ["anlyze"], "Did you mean analyze?"],
  ["a mistyped option", ["analyze", "--jsn", "x"], "Did you mean --json?"],
  ["a mistyped role", ["doctor", "upp"], "Did you mean up?"],
  ["a mistyped action", ["config", "chek"], "Did you mean check?"],
  ["a mistyped action of state", ["state", "rebuld"], "Did you mean rebuild?"],
  ["a role that is like none", ["doctor", "mainframe"], "collect, process, serve [usage.arguments]"],
  ["a missing argument", ["records"], "missing required argument"],
  ["a doctor without a role", ["doctor"], "up|collect|process|serve"],
  [
    "a collector on a machine that has no logs",
    ["collect", "--kafka", "kafka01:9092"],
    "scepscope collect FOLDER",
  ],
  [
    "an impossible time",
    ["analyze", "--since", "2026-02-30", "x"],
    '--since cannot be "2026-02-30" [usage.option-value]\nWhat to do: give a date or a time such as 2026-11-22,',
  ],
  [
    "an empty identifier",
    ["analyze", "--key", " ", "x"],
    "--key is empty [usage.option-value]\nWhat to do: give a transaction id,",
  ],
  ["an identifier of dots", ["analyze", "--key", "…", "x"], '--key cannot be "…" [usage.option-value]'],
  [
    "an unknown shell",
    ["completion", "tcsh"],
    '"tcsh" is not one of bash, zsh, fish, powershell [usage.arguments]',
  ],
  ["an unknown role", ["doctor", "uq"], '"uq" is not one of up, collect, process, serve'],
  ["an unknown outcome", ["analyze", "--outcome", "bad", "x"], "succeeded, failed, open, unknown"],
  ["a path that is not there", ["records", "/nowhere/at/all"], "input.missing"],
  ["an empty path", ["analyze", ""], "a path is empty [input.missing]"],
  ["a file for scep that is not there", ["scep", "/nowhere/at/all"], "input.missing"],
  ["a mistyped cause", ["analyze", "--cause", "verify.refusd", "x"], "did you mean verify.refused?"],
  ["a folder for scep", ["scep", "."], "it is a folder [input.unreadable]"],
];

test.each(mistakes)("%s is told in two lines on standard error, with exit code 2", async (_, args, words) => {
  const { code, out, err } = await runCommand(args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^scepscope: .+ \[[a-z]+\.[a-z-]+\]\nWhat to do: .+\.\n$/);
  expect(err).toContain(words);
});

test("help of a command can be asked for in both ways", async () => {
  expect(await runCommand(["help", "analyze"])).toEqual(await runCommand(["analyze", "--help"]));
});

const log = { name: "NDESPlugin.log", bytes: Buffer.from("Calling VerifyRequest ...\n") };
const whole = writeZip([log]);
const refused: readonly (readonly [string, Buffer, RegExp])[] = [
  ["encrypted", writeZip([{ ...log, claims: { flags: 1 } }]), /do: unpack it yourself, with its password/],
  ["cut off", whole.subarray(0, whole.length - 30), /do: .*copy it again/],
  [
    "larger than an archive may be",
    writeZip([{ ...log, claims: { size: 2 ** 31 } }]),
    /do: unpack it yourself/,
  ],
];

test.each(refused)("an archive that is %s says what to do", async (_, bytes, words) => {
  const { code, err } = await runCommand(["analyze", join(folderWith({ "a.zip": bytes }), "a.zip")]);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(words) });
});

test("an argument without logs beside one that has some is told on standard error", async () => {
  const folder = folderWith({ "ndes01/u_ex261122.log": iisLog(2), "ca01/notes.md": "x" });
  mkdirSync(join(folder, "empty"));
  const paths = ["ndes01", "ca01", "empty"].map((name) => join(folder, name));
  const { code, err } = await runCommand(["analyze", ...paths]);
  expect(code).toBe(0);
  expect(err).toMatch(/ca01" holds no log[^]*empty" is empty/);
});

test("a packed log among files that are no logs is told with what to do", async () => {
  const names = ["a.md", "b.md", "c.md", "d.md"];
  const others = Object.fromEntries(names.map((name): [string, string] => [name, name]));
  const packed = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]);
  const folder = folderWith({ ...others, "u_ex261121.tgz": packed, "u_ex261122.log": iisLog(2) });
  const { out } = await runCommand(["analyze", folder]);
  expect(out.replaceAll(/\s+/g, " ")).toContain("packed with gzip: unpack it first (u_ex261121.tgz)");
});

test("an empty folder and a folder without logs are told apart", async () => {
  const folder = folderWith({ "notes/todo.md": "x" });
  mkdirSync(join(folder, "empty"));
  expect(await runCommand(["records", join(folder, "empty")])).toMatchObject({
    code: 2,
    err: expect.stringContaining("input.empty"),
  });
  const { code, err } = await runCommand(["records", join(folder, "notes")]);
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringMatching(/input\.no-log[^]*scepscope formats/),
  });
  expect(err).toContain("todo.md");
});

test("a device or a pipe as an argument is told to be written to a file, not to need rights", async () => {
  expect(await runCommand(["analyze", "/dev/null"])).toMatchObject({
    code: 2,
    err: expect.stringMatching(
      /not a regular file[^]*What to do: name a folder or a file; .* write to a file first/,
    ),
  });
});

test("records are lines of JSON that cover what was found, and name what was not readable", async () => {
  const zip = writeZip([
    {
      name: "NDESPlugin.log",
      bytes: Buffer.from("Calling VerifyRequest ...\nExiting VerifyRequest with 0x0\n"),
    },
  ]);
  const folder = folderWith({
    "IIS/u_ex261122.log": `${iisLog(2)}2026-11-22 torn`,
    "plugin.zip": zip,
    "photo.png": "\x89PNG",
  });
  symlinkSync(join(folder, "gone"), join(folder, "dangling.log"));
  const { code, out, err } = await runCommand(["records", folder]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const lines = out
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(lines).toMatchObject([
    {
      path: "IIS/u_ex261122.log",
      format: "iis-w3c",
      at: "2026-11-22T10:00:00.000Z",
      fields: { "time-taken": "0" },
    },
    { path: "IIS/u_ex261122.log", at: "2026-11-22T10:00:01.000Z" },
    { path: "IIS/u_ex261122.log", rejected: expect.stringMatching(/^record\./) },
    {
      path: "plugin.zip/NDESPlugin.log",
      format: "cmtrace",
      offset: 0,
      fields: { text: "Calling VerifyRequest ..." },
    },
    { path: "plugin.zip/NDESPlugin.log", offset: 26 },
    { path: "dangling.log", rejected: "file.unreadable" },
    { path: "photo.png", rejected: "file.unknown-format" },
  ]);
});

test("a reader that has seen enough ends the command quietly", async () => {
  const folder = folderWith({ "u_ex261122.log": iisLog(200_000) });
  const { code, err } = await runCommand(["records", folder], { closesEarly: true });
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("Ctrl-C ends the command with 130", async () => {
  const folder = folderWith({ "u_ex261122.log": iisLog(200_000) });
  expect(await runCommand(["records", folder], { signal: "SIGINT" })).toMatchObject({ code: 130, err: "" });
});

test("scep reads standard input and says when it is no message", async () => {
  const { code, err } = await runCommand(["scep", "-"], { input: "hello" });
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("input.not-scep") });
});

test("scep repeats nothing of a message in its errors", async () => {
  const message = "MIIB".repeat(100);
  for (const input of [`https://ndes01/mscep.dll?operation=PKIOperation&message=${message}`, message]) {
    const { code, err } = await runCommand(["scep", input]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("[400 characters]") });
    expect(err).not.toContain("MIIBMIIB");
  }
});

test("formats names every format", async () => {
  const { out } = await runCommand(["formats"]);
  for (const name of formats) expect(out).toContain(`\n${name} `);
});

test("formats says what has to be unpacked: an archive of tar, and no single log of gzip", async () => {
  const { out } = await runCommand(["formats"]);
  expect(out).toMatch(/\.tar\) have to be unpacked first\. A single log may be packed with gzip/);
});

test("formats --json tells of each what the text does", async () => {
  const [text, json] = [await runCommand(["formats"]), await runCommand(["formats", "--json"])];
  expect(json).toMatchObject({ code: 0, err: "" });
  const list = FormatsSchema.parse(JSON.parse(json.out)).formats;
  expect(list.map(({ format }) => format).toSorted()).toEqual(formats.toSorted());
  for (const { what, knownBy } of list)
    expect(text.out).toMatch(new RegExp(`  ${RegExp.escape(what)}\n +known by: ${RegExp.escape(knownBy)}\n`));
});

test.each(["bash", "zsh", "fish", "powershell"])(
  "the completion of %s names every command",
  async (shell) => {
    const { code, out } = await runCommand(["completion", shell]);
    expect(code).toBe(0);
    for (const name of [...commands, "verify.refused"]) expect(out).toContain(name);
  },
);

test("bash completes commands, options and the values that an option takes", async () => {
  const script = (await runCommand(["completion", "bash"])).out;
  const after = (...words: readonly string[]): readonly string[] => {
    const line = words.map((word) => `'${word}'`).join(" ");
    const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _scepscope; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync("bash", ["-c", `${script}\n${ask}`], { encoding: "utf8" });
    return stdout.trim().split("\n");
  };
  expect(after("scepscope", "an")).toEqual(["analyze"]);
  expect(after("scepscope", "analyze", "--js")).toEqual(["--json"]);
  expect(after("scepscope", "analyze", "--outcome", "")).toEqual(["succeeded", "failed", "open", "unknown"]);
  expect(after("scepscope", "analyze", "--cause", "verify.signing")).toEqual([
    "verify.signing-certificate-missing",
  ]);
});

test("who calls it by npx is told commands that work by npx", async () => {
  const env = { npm_lifecycle_event: "npx", npm_lifecycle_script: "scepscope" };
  const help = await runCommand(["analyze", "--help"], { env });
  expect(help.out).toMatch(/^Usage: npx scepscope analyze [^]*Examples:\n {2}npx scepscope analyze /);
  const mistake = await runCommand(["anlyze"], { env });
  expect(mistake.err).toContain("run `npx scepscope --help`, or `npx scepscope COMMAND --help`");
  const cause = await runCommand(["causes", "verify.challenge-reused"], { env });
  expect(cause.out).toContain("npx scepscope analyze …");
});
