import { appendFileSync, readFileSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeLoadInto } from "../support/load-folder.ts";
import { metricsOf, requestsOf, sumOf, until } from "../support/up-answers.ts";
import { upLives } from "../support/up-lives.ts";
import type { RoleProcess } from "../../deploy/dev/fleet/role-process.ts";

const lives = upLives();
const { load } = lives;
const sockets: Socket[] = [];
afterAll(() => sockets.forEach((socket) => socket.destroy()));

/** A browser that asks for the event stream, and never reads what comes. Its status. */
function neverReads(url: string): Promise<number> {
  const { hostname, port, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(`GET /api/v1/events HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
    );
    sockets.push(socket);
    socket.once("error", reject);
    socket.once("data", (answer) => {
      socket.pause();
      resolve(Number(answer.toString().split(" ")[1]));
    });
  });
}

function peakBytes({ pid }: RoleProcess): number {
  const [, kibibytes = ""] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kibibytes) * 1024;
}

const hostile = `"><script>alert(1)</script>\u202e${"A".repeat(3000)}'; DROP TABLE requests; --`;

test.runIf(process.platform === "linux")(
  "two hundred browsers that never read, oversize questions and hostile logs: bounded, and the others are served",
  { timeout: 300_000 },
  async () => {
    await writeLoadInto(load, { seed: 5, historyMs: 20_000, everyMs: 500, stepped: () => false });
    const up = lives.begin();
    const url = await up.url;
    const statuses = await Promise.all(Array.from({ length: 200 }, () => neverReads(url)));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(50);
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(50);
    expect((await fetch(`${url}/api/v1/requests?key=${"k".repeat(10_000)}`)).status).toBe(414);
    expect((await fetch(`${url}/api/v1/requests?key=${"k".repeat(1000)}`)).status).toBe(400);
    const iis = join(load.place.folder, "load01", "IIS", "W3SVC1");
    const [name = ""] = readdirSync(iis);
    for (let row = 0; row < 200; row += 1)
      appendFileSync(join(iis, name), `${new Date().toISOString().slice(0, 10)} ${hostile} ${row}\r\n`);
    await writeLoadInto(load, { seed: 55, historyMs: 0, everyMs: 50, stepped: (step) => step < 100 });
    await until(
      () => metricsOf(url),
      (lines) => sumOf(lines, "scepscope_read_bytes_total") >= load.bytes() - 64,
    );
    const lines = await metricsOf(url);
    expect(sumOf(lines, "scepscope_rejected_records_total")).toBeGreaterThan(0);
    expect((await requestsOf(url)).length).toBeGreaterThan(50);
    expect((await fetch(`${url}/-/ready`)).status).toBe(200);
    expect(peakBytes(up)).toBeLessThan(500 * 2 ** 20);
    up.kill("SIGTERM");
    expect((await up.ended).code).toBe(0);
  },
);
