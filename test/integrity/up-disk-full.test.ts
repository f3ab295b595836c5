import { expect, test } from "vitest";
import { leaveRoom } from "../support/leave-room.ts";
import { writeLoadInto } from "../support/load-folder.ts";
import { metricsOf, sumOf, until } from "../support/up-answers.ts";
import { upLives, whenDone } from "../support/up-lives.ts";

const lives = upLives();
const { load } = lives;

test(
  "while nothing can be written nothing is lost: it says that it keeps nothing, goes on serving, and keeps all as soon as there is room",
  { timeout: 300_000 },
  async () => {
    const up = lives.begin();
    const url = await up.url;
    await until(
      () => metricsOf(url),
      (lines) => lines.length > 0,
    );
    leaveRoom(up, "1");
    await writeLoadInto(load, { seed: 6, historyMs: 60_000, everyMs: 500, stepped: () => false });
    await until(
      async () => up.log(),
      (log) => log.includes("the store takes nothing") && log.includes("positions cannot be saved"),
    );
    expect((await fetch(`${url}/-/healthy`)).status).toBe(200);
    leaveRoom(up, "unlimited");
    const { totals } = await until(
      () => whenRead(url),
      ({ bytes }) => bytes >= load.bytes() - heldBytesMax,
    );
    expect(totals.gaps).toBe(0);
    await until(
      async () => up.log(),
      (log) => log.includes("the store takes commits again") && log.includes("positions can be saved again"),
    );
    up.kill("SIGTERM");
    expect((await up.ended).code).toBe(0);
    const after = lives.begin(load.place, "later");
    const { requests } = await whenDone(await after.url, load.bytes());
    after.kill("SIGTERM");
    await after.ended;
    expect(requests).toEqual((await lives.finished(load.fresh("undisturbed"))).requests);
  },
);

/** Line ends at the ends of the event logs are decided with what follows. */
const heldBytesMax = 64;

async function whenRead(
  url: string,
): Promise<{ readonly bytes: number; readonly totals: { readonly gaps: number } }> {
  const lines = await metricsOf(url);
  const gaps = sumOf(lines, "scepscope_gap_bytes_total");
  return { bytes: sumOf(lines, "scepscope_read_bytes_total"), totals: { gaps } };
}
