import { expect, test } from "vitest";
import { survives } from "../support/bad-worlds.ts";
import { isLong } from "../support/is-long.ts";
import { useFleetServices } from "../support/fleet-lives.ts";
import { hostsOf, until } from "../support/up-answers.ts";

const services = useFleetServices();
const hour = 3_600_000;

const ahead = [
  "ahead",
  hour,
  /^load02: the clock of Kafka is 3(?:5[5-9]\d|600)[.]\d s behind this host/,
] as const;
/** No heartbeat proves it: it may name the look of an hour ago. */
const behind = ["behind", -hour, null] as const;

test.each(isLong ? [ahead, behind] : [ahead])(
  "the clock of a host is an hour %s: that is named where it is proved, and requests and totals are those of one process on the same logs",
  { timeout: 480_000 },
  async (_, aheadMs, because) => {
    const { came, wanted } = await survives(
      services,
      async ({ lives, steps }) => {
        const page = await lives.begin("serve").url;
        const reasonsOf = async (): Promise<readonly string[]> =>
          (await hostsOf(page)).flatMap(({ host, problems }) =>
            problems
              .filter(({ cause }) => cause === "host.clock-skew")
              .map((one) => `${host}: ${one.because}`),
          );
        if (because !== null) {
          const reasons = await until(reasonsOf, (all) => all.length > 0);
          expect(reasons).toEqual([expect.stringMatching(because)]);
        }
        await steps(50);
        if (because === null) expect(await reasonsOf()).toEqual([]);
      },
      {
        aheadMs,
        // Whoever is heard of for the first time when others have passed its clock's time is late until then.
        collectors: [
          { state: "state-right", hosts: ["load01"] },
          { state: "state-wrong", hosts: ["load02"], aheadMs },
        ].toSorted((a, b) => (a.aheadMs ?? 0) - (b.aheadMs ?? 0)),
      },
    );
    expect(came).toEqual(wanted);
  },
);
