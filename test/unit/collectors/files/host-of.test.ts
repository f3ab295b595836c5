import { expect, test } from "vitest";
import { devicesOf, hostsOf } from "../../../../collectors/files/host-of.ts";

const cases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ["two hosts by name", "logs", ["NDES01/a.log iis", "CA01/b.evtx evtx"], ["ndes01", "ca01"]],
  [
    "folders of one host are no hosts",
    "logs",
    ["IIS/a.log iis", "CRP/b.svclog svclog", "Plugin/c.log cmtrace"],
    ["", "", ""],
  ],
  [
    "two folders with the same logs are two hosts",
    "logs",
    ["alpha/a.log iis", "beta/a.log iis"],
    ["alpha", "beta"],
  ],
  [
    "one folder that is named like a host",
    "logs",
    ["ndes01/IIS/a.log iis", "notes/b.log text"],
    ["ndes01", ""],
  ],
  ["a domain name", "logs", ["ndes.contoso.test/a.log iis", "x.log text"], ["ndes.contoso.test", ""]],
  [
    "a folder that holds everything is passed over",
    "logs",
    ["all/ndes01/a.log iis", "all/ndes02/a.log iis"],
    ["ndes01", "ndes02"],
  ],
  [
    "a folder that holds hosts is none, whatever its name",
    "logs",
    ["web22/ndes01/a.log iis", "web22/ndes01/b.log cmtrace"],
    ["ndes01", "ndes01"],
  ],
  [
    "nor where some of what it holds is no host",
    "logs",
    ["web22/ndes01/a.log iis", "web22/ndes02/a.log iis", "web22/devices/b.log omadm"],
    ["ndes01", "ndes02", ""],
  ],
  [
    "a quarter, a day and a case are no hosts",
    "logs",
    ["q4/ndes01/a.log iis", "q4/devices/b.log omadm"],
    ["ndes01", ""],
  ],
  ["nor is a day", "logs", ["nov22/ndes01/a.log iis", "nov22/devices/b.log omadm"], ["ndes01", ""]],
  [
    "a host that holds logs of sites and phones is one",
    "logs",
    ["ndes01/site1/a.log iis", "ndes01/site2/a.log iis", "ndes01/iphone12/b.log console"],
    ["ndes01", "ndes01", "ndes01"],
  ],
  ["site folders are no hosts", "logs", ["W3SVC1/a.log iis", "W3SVC2/a.log iis"], ["", ""]],
  [
    "an archive for each host",
    "logs",
    ["ndes01.zip/a.log iis", "ndes02.zip/a.log iis"],
    ["ndes01", "ndes02"],
  ],
  ["the archive itself", "NDES07.zip", ["IIS/a.log iis", "b.log text"], ["ndes07", "ndes07"]],
  ["an archive with any other name", "case-4711.zip", ["IIS/a.log iis"], [""]],
  ["a folder as argument says nothing", "ndes07", ["a.log iis"], [""]],
  [
    "words of folders are no servers, but with a number they may be",
    "logs",
    ["INTUNE01/a.log iis-w3c", "server02/a.log iis-w3c", "ndes-test01/a.log iis-w3c"],
    ["intune01", "server02", "ndes-test01"],
  ],
  ["alone as well", "logs", ["intune01/IIS/a.log iis-w3c"], ["intune01"]],
  [
    "what Windows and people number are none",
    "logs",
    ["System32/a.log httperr", "part2/b.log httperr", "client03/c.log omadm"],
    ["", "", ""],
  ],
  [
    "beside a host a copy of a server's logs is a host, whatever its name",
    "logs",
    ["ndes01/a.log iis-w3c", "backup/inetpub/a.log iis-w3c", "ndes-old/b.log iis-w3c"],
    ["ndes01", "backup", "ndes-old"],
  ],
  [
    "not where it has other logs: they may be the host's own",
    "logs",
    ["ndes01/a.log cmtrace", "backup/a.log iis-w3c"],
    ["ndes01", ""],
  ],
  [
    "not what was copied alone, nor what a device writes",
    "logs",
    ["ndes01/a.log iis-w3c", "IIS/a.log iis-w3c", "W3SVC1/b.log iis-w3c", "new/c.log omadm", "a.log iis-w3c"],
    ["ndes01", "", "", "", ""],
  ],
  ["no files", "logs", [], []],
];

test.each(cases)("%s", (_, argument, files, hosts) => {
  const placed = files.map((file) => ({ path: file.split(" ")[0] ?? "", format: file.split(" ")[1] ?? "" }));
  expect(hostsOf(placed, argument)).toEqual(hosts);
});

const phones: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["a phone is named after its folder", ["devices/ab-12/OMADM.log"], ["ab-12"]],
  ["after the nearest folder that is named for something", ["ab-12/logs/OMADM.log"], ["ab-12"]],
  [
    "words and numbers of folders name nothing",
    ["devices/android-7f01/2026-11-22/OMADM.log"],
    ["android-7f01"],
  ],
  [
    "what a device is, with a number, names one",
    ["logs/android-404241/OMADM.log", "logs/phone_3/OMADM.log", "iOS 17/console.log"],
    ["android-404241", "phone_3", "ios 17"],
  ],
  [
    "not what a device is, with a date",
    ["ab-12/android-2026-11-22/OMADM.log", "cd-34/ios_20261122/OMADM.log"],
    ["ab-12", "cd-34"],
  ],
  ["not after a server", ["NDES01/devices/OMADM.log"], ["omadm"]],
  ["after its file, where no folder is", ["Anna.log", "Bert.log"], ["anna", "bert"]],
  ["the parts of one log are one phone's", ["OMADM.log", "OMADM_1.log"], ["omadm", "omadm"]],
  ["two logs of one name stay apart", ["1/OMADM.log", "2/OMADM.log"], ["1/omadm", "2/omadm"]],
];

test.each(phones)("%s", (_, paths, expected) => {
  expect(devicesOf(paths, (name) => name === "ndes01")).toEqual(expected);
});
