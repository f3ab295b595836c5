import { z } from "zod";
import type { Config, Place } from "../config.ts";
import { hostLabel } from "../host-label.ts";
import { isZone } from "../is-zone.ts";
import { plainText, text } from "../setting.ts";

const zone = (says: string): z.ZodType<string, string | undefined> =>
  z
    .string()
    .max(64)
    .refine((word) => word === "" || isZone(word), zoneForm)
    .default("")
    .meta({ description: says });

const zoneForm = { error: "write a zone such as Europe/Berlin, an offset such as +01:00, or UTC" };

const hostName = (): z.ZodString =>
  z
    .string()
    .max(253)
    .regex(/^[A-Za-z0-9_.-]*$/, { error: "write the name of a computer: letters, digits, dots and hyphens" });

const patterns = (says: string): z.ZodType<readonly string[], readonly string[] | undefined> =>
  z.array(plainText().min(1)).max(100).default([]).meta({ description: says });

const place: z.ZodType<Place> = z.strictObject({
  path: plainText().min(1).meta({
    description:
      "A folder with logs, laid out like a server's or like a bundle with a folder per host. Relative to the configuration file.",
  }),
  host: hostName().default("").meta({
    description:
      "The host whose logs these are, whatever they call their computer. Empty: what the logs and the folders say.",
  }),
  include: patterns("Only files whose path below the folder matches one of these patterns. Empty: all."),
  exclude: patterns(
    "No file whose path below the folder matches one of these patterns, such as `**/backup/**`.",
  ),
});

export const placesShape: z.ZodType<readonly Place[]> = z
  .array(place)
  .max(1000)
  .default([])
  .meta({ description: "Folders with logs, besides the usual ones." });

export const zonesShape: z.ZodType<Config["zones"]> = z
  .array(
    z.strictObject({
      host: hostName().min(1).meta({ description: "Name of the host." }),
      zone: zone("Zone of its clocks that do not tell theirs."),
    }),
  )
  .max(10_000)
  .superRefine((zones, context) => {
    for (const issue of secondZones(zones)) context.addIssue({ code: "custom", ...issue });
  })
  .default([])
  .meta({ description: "Zones by host, for logs in local time (NDESPlugin.log, logs of devices)." });

/** The clocks of a host have one zone. Said by different names of it, one would win in silence. */
function secondZones(
  zones: Config["zones"],
): readonly { readonly path: PropertyKey[]; readonly message: string }[] {
  const first = new Map<string, { readonly index: number; readonly zone: string }>();
  return zones.flatMap(({ host, zone: named }, index) => {
    const name = hostLabel(host);
    const before = first.get(name);
    if (before === undefined) first.set(name, { index, zone: named });
    if (before === undefined || before.zone === named) return [];
    const says = `zones[${before.index}] names ${before.zone || "none"} for ${name}`;
    return [{ path: [index, "zone"], message: `write one zone for each host: ${says}` }];
  });
}

export const stateFolderShape: z.ZodType<string> = text({
  usual: "",
  says: "Where the store and the checkpoints lie. Empty: `scepscope` in the folder that the system has for such things. Relative to the configuration file.",
});
