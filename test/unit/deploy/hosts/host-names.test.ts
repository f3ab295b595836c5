import { expect, onTestFinished, test } from "vitest";
import { openBundle } from "../../../../collectors/index.ts";
import { resolveHosts } from "../../../../deploy/hosts/host-names.ts";
import { folderWith, iisLog } from "../../collectors/folder.ts";

const ndes = "Microsoft-Windows-NetworkDeviceEnrollmentService";

const event = (computer: string, provider = "Application"): string =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='${provider}'/><EventID>29</EventID>` +
  `<TimeCreated SystemTime='2026-11-22T10:00:00.0000000Z'/><Channel>Application</Channel><Computer>${computer}</Computer></System><EventData/></Event>\n`;

const trace = (computer: string): string =>
  '<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent"><System xmlns="http://schemas.microsoft.com/2004/06/windows/eventlog/system">' +
  '<EventID>0</EventID><Type>3</Type><SubType Name="Information">0</SubType><Level>8</Level><TimeCreated SystemTime="2026-11-22T10:00:00.0000000Z" />' +
  '<Source Name="CertificateRegistrationPoint" /><Correlation ActivityID="{00000000-0000-0000-0000-000000000000}" /><Execution ProcessName="w3wp" ProcessID="1" ThreadID="9" />' +
  `<Channel/><Computer>${computer}</Computer></System><ApplicationData>Notify Started</ApplicationData></E2ETraceEvent>`;

const omadm =
  "2026-11-22T10:00:00.1230000  VERB  Event  com.example.certs.Enroller  1832  10  There are 1 requests\n";

const cases: readonly (readonly [string, Record<string, string>, Record<string, string>])[] = [
  [
    "the only name stands for all",
    { "a.xml": event("NDES07.contoso.test"), "u_ex1.log": iisLog(1) },
    { "u_ex1.log": "ndes07" },
  ],
  [
    "a service trace stands before events",
    { "a.svclog": trace("NDES07"), "b.xml": event("CA01"), "u_ex1.log": iisLog(1) },
    { "u_ex1.log": "ndes07", "b.xml": "ca01" },
  ],
  [
    "NDES events stand before other events",
    { "a.xml": event("CA01"), "b.xml": event("NDES07", ndes), "u_ex1.log": iisLog(1) },
    { "u_ex1.log": "ndes07" },
  ],
  [
    "two names of one rank leave it open",
    { "a.xml": event("CA01"), "b.xml": event("CA02"), "u_ex1.log": iisLog(1) },
    { "u_ex1.log": "" },
  ],
  [
    "the name inside wins over the folder's",
    { "srv01/a.xml": event("NDES07", ndes), "srv01/u_ex1.log": iisLog(1), "srv02/u_ex2.log": iisLog(2) },
    { "srv01/u_ex1.log": "ndes07", "srv02/u_ex2.log": "srv02" },
  ],
  [
    "a phone is not the server",
    { "a.xml": event("NDES07", ndes), "OMADM.log": omadm },
    { "OMADM.log": "omadm" },
  ],
  [
    "each phone is a host of its own, named after its folder",
    {
      "ndes01/u_ex1.log": iisLog(1),
      "devices/android-7f01/OMADM.log": omadm,
      "devices/Bert Phone 2/logs/OMADM.log": omadm.replace("1 req", "2 req"),
      "ndes01/devices/OMADM.log": omadm.replace("1 req", "3 req"),
    },
    {
      "devices/android-7f01/OMADM.log": "android-7f01",
      "devices/Bert Phone 2/logs/OMADM.log": "bert phone 2",
      "ndes01/devices/OMADM.log": "omadm",
    },
  ],
  [
    "two domains keep their names apart",
    { "ndes01/a.xml": event("srv.east.test", ndes), "ndes02/a.xml": event("srv.west.test", ndes) },
    { "ndes01/a.xml": "srv.east.test", "ndes02/a.xml": "srv.west.test" },
  ],
];

test.each(cases)("%s", async (_, files, expected) => {
  const bundle = await openBundle([folderWith(files)]);
  onTestFinished(() => bundle.close());
  const hostOf = await resolveHosts(bundle.files);
  const hosts = Object.fromEntries(bundle.files.map(({ source }) => [source.path, hostOf(source, "")]));
  expect(hosts).toMatchObject(expected);
});

test("a forwarded event belongs to the computer that it names", async () => {
  const hostOf = await resolveHosts([]);
  const file = {
    id: "1",
    host: "collector",
    path: "a.evtx",
    format: "evtx",
    encoding: "binary",
    modifiedAt: null,
  } as const;
  expect(hostOf(file, "NDES07.contoso.test")).toBe("ndes07");
});
