import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { metricsOf, sumOf, until } from "../support/up-answers.ts";
import { upLives } from "../support/up-lives.ts";

const lives = upLives();
const { load } = lives;
const filesCount = 12;
/** MiB. Alone on two cores 511 to 517, beside other tests 439 to 469; 447 and 431 before files of the machine were asked directly: since then collectors are no longer the slower part. */
const peakMax = 600;
const fileBytes = 20 * 2 ** 20;
const fields =
  "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken\r\n";

/** A day of an access log: most rows are none of ours, every hundredth asks for the capabilities of the CA. */
function dayOf(day: number): string {
  const rows: string[] = [fields];
  for (let [bytes, row] = [0, 0]; bytes < fileBytes; row += 1) {
    const second = Math.min(86_399, Math.floor(row / 2));
    const time = new Date(second * 1000).toISOString().slice(11, 19);
    const path =
      row % 100 === 0 ? "/certsrv/mscep/mscep.dll operation=GetCACaps&message=ca" : "/images/logo.png -";
    const text = `2026-10-${String(day).padStart(2, "0")} ${time} 10.0.0.1 GET ${path} 443 - 10.1.${row % 250}.${row % 199} probe/${row} 200 0 0 ${row % 90}\r\n`;
    rows.push(text);
    bytes += text.length;
  }
  return rows.join("");
}

/** Highest memory of an `up` that begins anew on all that is there, MiB. */
async function peakOf(name: string): Promise<number> {
  const up = lives.begin(load.fresh(name));
  const url = await up.url;
  await until(
    () => metricsOf(url),
    (lines) => sumOf(lines, "scepscope_read_bytes_total") >= load.bytes(),
  );
  const [, kibibytes = ""] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${up.pid}/status`, "utf8")) ?? [];
  up.kill("SIGTERM");
  expect((await up.ended).code).toBe(0);
  return Number(kibibytes) / 1024;
}

/**
 * Peaks of 408 to 487 MiB with the first 240 MB, and 1.04 to 1.18 times as much with twice that: the heap fills its room. 240 MB that stay in memory would make 1.5 and more.
 */
const growthMax = 1.35;

test.runIf(process.platform === "linux")(
  "twice the backlog needs no more memory",
  { timeout: 300_000 },
  async () => {
    const folder = join(load.place.folder, "ndes01", "IIS", "W3SVC1");
    mkdirSync(folder, { recursive: true });
    const peaks: number[] = [];
    for (let day = 1; day <= 2 * filesCount; day += 1) {
      writeFileSync(join(folder, `u_ex2610${String(day).padStart(2, "0")}.log`), dayOf(day));
      if (day % filesCount !== 0) continue;
      peaks.push(await peakOf(`after-${day}`));
      console.log(
        `${Math.round(load.bytes() / 2 ** 20)} MB read, peak of memory ${Math.round(peaks.at(-1) ?? 0)} MB`,
      );
    }
    const [first = 0, second = Number.POSITIVE_INFINITY] = peaks;
    expect(second / first).toBeLessThan(growthMax);
    expect(second).toBeLessThan(peakMax);
  },
);
