import { expect, test } from "vitest";
import { patientDisk, realDisk } from "../../../collectors/files/index.ts";
import { followedPlace } from "../../../collectors/follow/followed-place.ts";
import type { FollowedPlace } from "../../../collectors/follow/followed-place.ts";
import { whoseIs } from "../../../collectors/ship/whose.ts";

function placeWith(...hosts: readonly (readonly [folder: string, host: string])[]): FollowedPlace {
  const given = { path: "/logs", name: "", host: null, include: [], exclude: [], optional: false };
  const place = followedPlace(given, patientDisk(realDisk, 1000));
  for (const [folder, host] of hosts) place.hosts.set(folder, host);
  return place;
}

test("whose a path is that cannot be read is found once, and again as soon as a further folder has a host", () => {
  const place = placeWith(["ndes01/iis", "ndes01.contoso.test"], ["ca01", "ca01"]);
  const asked: string[] = [];
  const ask = (path: string): string | undefined =>
    whoseIs(path, place, (name) => {
      asked.push(name);
      return name;
    });
  expect(["ndes01/events", "ndes02/events", "logs", "ndes02/events"].map((path) => ask(path))).toEqual([
    "ndes01.contoso.test",
    "ndes02",
    undefined,
    "ndes02",
  ]);
  expect(asked).toEqual(["ndes02"]);
  place.hosts.set("ndes02/iis", "ndes02.contoso.test");
  expect(ask("ndes02/events")).toBe("ndes02.contoso.test");
});
