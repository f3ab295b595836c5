import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { simulatedFolder } from "../support/simulated-folder.ts";
import type { SimulatedFolder } from "../support/simulated-folder.ts";
import { liveCommand, waiting } from "./live-command.ts";
import type { LiveCommand } from "./live-command.ts";
import { runCommand } from "./run-command.ts";

let bundle: SimulatedFolder;
beforeAll(() => {
  bundle = simulatedFolder("example", 7);
  mkdirSync(bundle.state);
});
afterAll(() => bundle.remove());

const stateAt = (name: string): string => join(bundle.state, name);
const token = "a-token-of-the-test-0123456789";

/** On the bundle, which has a folder per host. */
function up(name: string, args: readonly string[] = [], env = {}): Promise<LiveCommand> {
  const words = ["up", bundle.logs, "--data", stateAt(name), "--listen", "127.0.0.1:0", ...args];
  return liveCommand(words, { env });
}

const failedOnes = async ({ url }: LiveCommand): Promise<readonly Failed[]> => {
  const answer = await (await fetch(`${url}/api/v1/requests?outcome=failed&limit=50`)).json();
  return (answer as { readonly requests: readonly Failed[] }).requests;
};

interface Failed {
  readonly id: string;
  readonly isFinal: boolean;
}

describe("what cannot be done is said, with what to do, and ends with 2", () => {
  const refused = async (args: readonly string[], env = {}): Promise<string> => {
    const { code, out, err } = await runCommand(["up", ...args], { env: { HOME: bundle.state, ...env } });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^scepscope: .*\[[a-z]+\.[a-z-]+\]\nWhat to do: .+\.\n$/s);
    expect(err).not.toMatch(/^ +at /m);
    return err;
  };

  test("an address that others can reach, without a token", async () => {
    const err = await refused([bundle.logs, "--listen", "0.0.0.0:0"]);
    expect(err).toMatch(/config\.exposed[^]*SCEPSCOPE_TOKEN/);
  });

  test("an unknown option, a wrong address, a wrong zone", async () => {
    expect(await refused(["--lisen", "x"])).toMatch(/usage\.arguments/);
    expect(await refused([bundle.logs, "--listen", "nowhere"])).toMatch(/usage\.option-value/);
    expect(await refused([bundle.logs, "--listen", "127.0.0.1:99999"])).toMatch(/usage\.option-value/);
    expect(await refused([bundle.logs, "--zone", "Nowhere/City"])).toMatch(/usage\.option-value/);
  });

  test("a receiver of alerts that is no address, one with a password in it, and one whose secret would be sent for all to read", async () => {
    expect(await refused([bundle.logs, "--alertmanager", "127.0.0.1:9093"])).toMatch(/usage\.option-value/);
    const err = await refused([bundle.logs, "--webhook", "https://me:hunter2@hooks.contoso.test/"]);
    expect(err).toMatch(/usage\.option-value/);
    expect(err).not.toContain("hunter2");
    const env = { SCEPSCOPE_WEBHOOK_SECRET: "hunter2" };
    const open = await refused([bundle.logs, "--webhook", "http://hooks.contoso.test/"], env);
    expect(open).toMatch(/config\.secret[^]*https/);
    expect(open).not.toContain("hunter2");
  });

  test("thresholds of alerts with a mistake, before anything is begun", async () => {
    const [file, values] = ["notify.yaml", "values.yaml"].map((name) => join(bundle.state, name));
    writeFileSync(values ?? "", "alerts: { ScepCaUnreachable: { cuont: 1 } }\n");
    writeFileSync(file ?? "", "notify: { valuesFile: values.yaml }\n");
    const err = await refused([bundle.logs, "--config", file ?? "", "--data", stateAt("unborn")]);
    expect(err).toMatch(/values\.yaml:1:\d+.*cuont[^]*rules\.values/);
  });

  test("nothing to follow, and a folder that is not there", async () => {
    expect(await refused([])).toMatch(/nothing to follow[^]*scepscope demo/);
    expect(await refused([join(bundle.logs, "gone")])).toMatch(/input\.missing/);
  });

  test("a configuration with a mistake", async () => {
    const file = join(bundle.state, "wrong.yaml");
    writeFileSync(file, "listen:\n  prot: 1\n");
    expect(await refused(["--config", file])).toMatch(/wrong\.yaml:2:3.*prot[^]*port/);
    expect(await refused(["--config", stateAt("none.yaml")])).toMatch(/config\.missing/);
  });

  test("a port that is taken, and an address of another machine", async () => {
    await using server = createServer().listen(0, "127.0.0.1");
    await expect.poll(() => server.listening).toBe(true);
    const { port } = server.address() as AddressInfo;
    const words = [bundle.logs, "--data", stateAt("taken"), "--listen"];
    expect(await refused([...words, `127.0.0.1:${port}`])).toMatch(/listen\.in-use/);
    const env = { SCEPSCOPE_TOKEN: token };
    expect(await refused([...words, "192.0.2.1:0"], env)).toMatch(/listen\.no-address/);
  });

  test("in a log that is a file as well, and where that file cannot be one", async () => {
    const [file, log] = ["log.yaml", "own.log"].map((name) => stateAt(name));
    const withLog = async (path: string, args: readonly string[] = []): Promise<string> => {
      writeFileSync(file ?? "", `log: { file: ${JSON.stringify(path)} }\n`);
      const words = [bundle.logs, ...args, "--config", file ?? "", "--data", stateAt("logged")];
      return refused(words, { SCEPSCOPE_TOKEN: token });
    };
    expect(await withLog(bundle.logs)).toMatch(/is a folder \[log\.not-writable\]/);
    expect(await withLog(join(bundle.logs, "own.log"))).toMatch(/followed as a log .*\[log\.among-logs\]/);
    expect(await withLog("own.log", ["--listen", "192.0.2.1:0"])).toMatch(/listen\.no-address/);
    const lines = readFileSync(log ?? "", "utf8")
      .trimEnd()
      .split("\n");
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({
      level: "error",
      message: "ended by an error",
      error: { code: "listen.no-address" },
      remedy: expect.any(String),
    });
  });

  test("a data folder that is a file, and a store of another program", async () => {
    const file = stateAt("file");
    writeFileSync(file, "x");
    const listen = ["--listen", "127.0.0.1:0"];
    expect(await refused([bundle.logs, "--data", file, ...listen])).toMatch(
      /the data folder ".+" cannot be made: ".+" is a file \[state\.not-writable\]\nWhat to do: name a folder/,
    );
    expect(await refused([bundle.logs, "--data", join(bundle.logs, "state"), ...listen])).toMatch(
      /would be followed as logs \[state\.among-logs\]\nWhat to do: choose one beside the logs/,
    );
    const { DatabaseSync } = await import("node:sqlite");
    mkdirSync(stateAt("foreign"));
    const db = new DatabaseSync(join(stateAt("foreign"), "scepscope.sqlite"));
    db.exec("CREATE TABLE songs (title TEXT)");
    db.close();
    expect(await refused([bundle.logs, "--data", stateAt("foreign"), ...listen])).toMatch(/store\.foreign/);
  });
});

test("help names the options, with examples", async () => {
  const { code, out } = await runCommand(["up", "--help"]);
  expect(code).toBe(0);
  for (const word of [
    "--config",
    "--data",
    "--listen",
    "--zone",
    "--alertmanager",
    "--webhook",
    "Examples:",
    "SCEPSCOPE_TOKEN",
  ])
    expect(out).toContain(word);
});

describe("a folder with a folder per host", () => {
  let command: LiveCommand;
  beforeAll(async () => {
    command = await up("whole");
  });

  test("becomes ready, and shows what analyze says of it", async () => {
    await expect.poll(async () => (await fetch(`${command.url}/-/ready`)).status, waiting).toBe(200);
    const analysis = JSON.parse((await runCommand(["analyze", bundle.logs, "--json"])).out) as {
      readonly requests: readonly { readonly outcome: string }[];
    };
    const failed = analysis.requests.filter(({ outcome }) => outcome === "failed").length;
    expect(failed).toBeGreaterThan(0);
    await expect.poll(async () => (await failedOnes(command)).length, waiting).toBe(failed);
  });

  test("trace finds a request of it by its transaction, and shows the waterfall", async () => {
    const failed = bundle.simulation.truth.requests.find(
      ({ outcome, transactionId }) => outcome === "failed" && isWritten(transactionId),
    );
    const trace = ["trace", failed?.transactionId ?? "", "--url", command.url];
    await expect
      .poll(async () => (await runCommand(trace)).out, waiting)
      .toContain("Request failed in stage");
    const { out } = await runCommand(trace);
    expect(out).toMatch(/1 .*profile[^]*6 .*report/);
    expect(out).toMatch(/EVIDENCE, \d+ RECORDS/);
  });

  test("ends clean", async () => {
    expect((await command.end("SIGTERM")).code).toBe(0);
  });
});

test("a second one on the same state is refused, and the first goes on", async () => {
  const first = await up("both");
  await finalOnes(first);
  const words = ["up", bundle.logs, "--data", stateAt("both"), "--listen", "127.0.0.1:0"];
  const { code, err } = await runCommand(words, { env: { HOME: bundle.state } });
  expect(code).toBe(2);
  expect(err).toMatch(
    /another scepscope is using the data folder .* \[store\.busy\]\nWhat to do: end the program/,
  );
  expect((await first.end("SIGTERM")).code).toBe(0);
});

test("kill -9 of the command ends it also where it runs in a Node of its own", async () => {
  const script = stateAt("through.mjs");
  const at = (name: string): string =>
    JSON.stringify(new URL(`../../deploy/cli/${name}`, import.meta.url).href);
  writeFileSync(
    script,
    `import { fileURLToPath } from "node:url";
    import { runThrough } from ${at("run-through.mjs")};
    const words = [fileURLToPath(${at("main.ts")}), ...process.argv.slice(2)];
    process.exitCode = await runThrough(process.execPath, words, { isTied: true });`,
  );
  const words = ["up", bundle.logs, "--data", stateAt("tied"), "--listen", "127.0.0.1:0"];
  const command = await liveCommand(words, { script });
  command.tell("SIGKILL");
  const isThere = (): Promise<boolean> =>
    fetch(command.url).then(
      () => true,
      () => false,
    );
  await expect.poll(isThere, waiting).toBe(false);
  const again = await up("tied");
  expect((await again.end("SIGTERM")).code).toBe(0);
});

describe("as a service", () => {
  test("its log is JSON, SIGTERM ends it with 0, and what it had is there again after a restart", async () => {
    const first = await up("service");
    const before = await finalOnes(first);
    const { code, out, err } = await first.end("SIGTERM");
    expect(code).toBe(0);
    expect(out).toMatch(/^scepscope: the page is at http:\/\/127\.0\.0\.1:\d+, .*\n$/);
    const lines = err
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly level: string; readonly message: string });
    expect(lines.map(({ message }) => message)).toEqual(
      expect.arrayContaining(["started", expect.stringContaining("stopped")]),
    );
    const second = await up("service");
    expect(await finalOnes(second)).toEqual(before);
    expect((await second.end("SIGTERM")).code).toBe(0);
  });

  test("with a token it may be reached from elsewhere, and asks for it; a file with it that is open to all is named", async () => {
    // The usual folder for temporary files may be one that others cannot enter.
    const folder = mkdtempSync("/tmp/scepscope-up-token-");
    chmodSync(folder, 0o755);
    const [tokenFile, config] = [join(folder, "token"), join(folder, "open.yaml")];
    writeFileSync(tokenFile, token, { mode: 0o644 });
    writeFileSync(config, JSON.stringify({ auth: { tokenFile } }));
    const command = await up("token", ["--listen", "0.0.0.0:0", "--config", config]);
    rmSync(folder, { recursive: true });
    const port = new URL(command.url).port;
    const ask = (headers = {}): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/api/v1/requests`, { headers });
    expect((await ask()).status).toBe(401);
    expect((await ask({ authorization: "Bearer not-the-token-of-it" })).status).toBe(403);
    expect((await ask({ authorization: `Bearer ${token}` })).status).toBe(200);
    const { code, out, err } = await command.end("SIGTERM");
    expect(code).toBe(0);
    expect(out + err).not.toContain(token);
    expect(err).toMatch(
      /"setting":"auth\.tokenFile".*"message":"every user of this machine may read a file with a secret"/,
    );
  });

  test("with pseudonyms no user and no device is shown, no line is, and who knows one finds its request", async () => {
    const file = join(bundle.state, "hidden.yaml");
    writeFileSync(file, "pseudonyms:\n  users: hash\n  devices: hash\n");
    expect((await runCommand(["up", bundle.logs, "--config", file])).err).toMatch(/config\.secret/);
    const env = { SCEPSCOPE_PSEUDONYM_KEY: "a-key-of-the-test-0123456789" };
    const command = await up("hidden", ["--config", file], env);
    const [id = ""] = await finalOnes(command);
    const analysis = JSON.parse((await runCommand(["analyze", bundle.logs, "--json"])).out) as {
      readonly requests: readonly {
        readonly id: string;
        readonly keys: Readonly<Record<string, string[]>>;
      }[];
    };
    const { deviceId = [], userId = [] } = analysis.requests.find((one) => one.id === id)?.keys ?? {};
    const ask = async (path: string): Promise<string> => (await fetch(`${command.url}${path}`)).text();
    const told = (await ask(`/api/v1/requests/${id}?lines=true`)) + (await ask(`/requests/${id}`));
    expect(told).toContain("hidden-");
    for (const value of [...deviceId, ...userId]) {
      expect(told).not.toContain(value);
      expect(await ask(`/api/v1/requests?key=${encodeURIComponent(value)}`)).toContain(id);
    }
    expect(deviceId.length + userId.length).toBeGreaterThan(0);
    expect((await command.end("SIGTERM")).code).toBe(0);
  });

  test("SIGHUP reads the configuration again: it takes what it can, says what needs a restart, and passes over a wrong one", async () => {
    const file = join(bundle.state, "reload.yaml");
    writeFileSync(file, "log:\n  level: info\n");
    const command = await up("reload", ["--config", file]);
    await command.saw(/"started"/);
    writeFileSync(file, "log:\n  level: debug\nstore:\n  ageDaysMax: 30\nbus:\n  bytesMax: 1048576\n");
    command.tell("SIGHUP");
    await command.saw(/"store\.ageDaysMax","log\.level"[^\n]*hold now/);
    await command.saw(/"bus\.bytesMax"[^\n]*after a restart/);
    writeFileSync(file, "log:\n  levle: debug\n");
    command.tell("SIGHUP");
    await command.saw(/levle[^\n]*has mistakes and was not taken/);
    expect((await command.end("SIGTERM")).code).toBe(0);
  });
});

/** Their ids, when nothing can change any more. */
async function finalOnes(command: LiveCommand): Promise<readonly string[]> {
  await expect
    .poll(async () => {
      const failed = await failedOnes(command);
      return failed.length > 0 && failed.every(({ isFinal }) => isFinal);
    }, waiting)
    .toBe(true);
  return (await failedOnes(command)).map(({ id }) => id);
}

function isWritten(transactionId: string): boolean {
  return transactionId !== "" && bundle.simulation.files.some(({ bytes }) => bytes.includes(transactionId));
}
