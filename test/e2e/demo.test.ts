import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { liveCommand, waiting } from "./live-command.ts";
import type { LiveCommand } from "./live-command.ts";
import { runCommand } from "./run-command.ts";

/** A folder of its own for each, so that what one leaves behind is not held against the next. */
let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "scepscope-e2e-demo-"));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const demo = (...args: string[]): Promise<LiveCommand> =>
  liveCommand(["demo", "--speed", "30", ...args], { env: { TMPDIR: place } });
const json = async (url: string): Promise<unknown> => (await fetch(url)).json();

describe("the demo", () => {
  test(
    "tells its story in plain lines, its page, API and trace answer, and Ctrl-C ends it and leaves nothing behind",
    { timeout: 600_000 },
    async () => {
      const command = await demo("--listen", "127.0.0.1:0");
      expect(readdirSync(place)).toHaveLength(1);
      await command.saw(/failures of the past, and .* The next round begins:\n\nHealthy: phones and PCs/);
      await command.saw(/lost its signing certificate/);
      const page = await fetch(command.url);
      expect(page.status).toBe(200);
      await command.saw(
        /would fire +critical +ScepSigningCertificateMissing: The connector on ndes01 had no/,
      );
      const overview = async (): Promise<string> => await (await fetch(command.url)).text();
      // It fires for seconds at this speed, and again in the next round.
      await expect.poll(overview, waiting).toContain('data-row="ScepSigningCertificateMissing ndes01"');
      await command.saw(/open(?:, \d+ without a known end)?; [1-9]\d* alerts? would fire/);
      expect(await (await fetch(`${command.url}/runbooks`)).text()).toContain(
        'href="/runbooks/ScepSigningCertificateMissing"',
      );
      const requests = (): Promise<unknown> => json(`${command.url}/api/v1/requests?outcome=failed&limit=5`);
      await expect.poll(requests, waiting).toMatchObject({
        requests: expect.arrayContaining([expect.objectContaining({ outcome: "failed" })]),
      });
      expect(await (await fetch(`${command.url}/metrics`)).text()).toContain("scepscope_");
      await command.saw(/[\d,]+ requests: [\d,]+ succeeded, [1-9][\d,]* failed, [\d,]+ open/);
      const [, id = ""] = /"id":"([^"]+)"/.exec(JSON.stringify(await requests())) ?? [];
      const trace = await runCommand(["trace", id, "--url", command.url]);
      expect(trace.code).toBe(1);
      expect(trace.out).toMatch(/Request failed in stage \d of 6/);
      const { code, out, err } = await command.end("SIGINT");
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).not.toMatch(/^0 requests/m);
      expect(out).toContain("its files are removed");
      expect(out).not.toContain("\x1B");
      expect(readdirSync(place)).toEqual([]);
    },
  );

  test("a reader who has seen enough ends it quietly, and nothing stays", async () => {
    const { code, err } = await runCommand(["demo", "--speed", "30", "--listen", "127.0.0.1:0"], {
      closesEarly: true,
      env: { TMPDIR: place },
    });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(readdirSync(place)).toEqual([]);
  });

  test("--keep leaves the logs, and says where; analyze reads them", async () => {
    const command = await demo("--listen", "127.0.0.1:0", "--keep");
    await command.saw(/\d+ requests:/);
    const { out } = await command.end("SIGINT");
    const [, kept = ""] = /its files are in (\S+)/.exec(out) ?? [];
    const analysis = await runCommand(["analyze", join(kept, "logs"), "--json"]);
    expect(analysis.err).toBe("");
    expect(JSON.parse(analysis.out)).toMatchObject({ version: 1 });
    rmSync(kept, { recursive: true });
  });
});

describe("the port of the demo", () => {
  test("one that somebody asked for and that is taken is an error that says what to do, and nothing stays", async () => {
    await using server = createServer().listen(0, "127.0.0.1");
    await expect.poll(() => server.listening).toBe(true);
    const { port } = server.address() as AddressInfo;
    const { code, out, err } = await runCommand(["demo", "--listen", `127.0.0.1:${port}`], {
      env: { TMPDIR: place },
    });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/127\.0\.0\.1:\d+ is taken[^]*\[listen\.in-use\]\nWhat to do: .*--listen/);
    expect(err).not.toMatch(/^ +at /m);
    expect(readdirSync(place)).toEqual([]);
  });

  test("the usual one may be taken: it takes a free one, and says why", async () => {
    const [first, second] = await Promise.all([demo(), demo()]);
    expect(first.url).not.toBe(second.url);
    for (const command of [first, second]) {
      const { code, out } = await command.end("SIGINT");
      const isUsual = command.url === "http://127.0.0.1:8643";
      expect(code).toBe(0);
      expect(out.includes("The usual address, 127.0.0.1:8643, is taken")).toBe(!isUsual);
    }
  });

  test.each([
    [["--speed", "0"], /1 to 60/],
    [["--seed", "x"], /whole number/],
    [["--listen", "nowhere"], /is no address/],
    [["--listen", "0.0.0.0:0"], /\[config\.exposed\][^]*SCEPSCOPE_TOKEN/],
  ])("%j is refused with what to do", async (args, reason) => {
    const { code, err } = await runCommand(["demo", ...args], { env: { TMPDIR: place } });
    expect(code).toBe(2);
    expect(err).toMatch(reason);
    expect(err).toContain("What to do:");
    expect(readdirSync(place)).toEqual([]);
  });
});
