import { sniffEncoding, textOf } from "./sniff-encoding.ts";

/** An archive of tar, whose first header has its mark here (POSIX.1). Read as one log, the files in it would be of one host. */
export function isTar(head: Buffer): boolean {
  return head.toString("latin1", 257, 262) === "ustar";
}

/** What to do with logs in a form that is not read here, from the first bytes of a file; `""` for anything else. */
export function hintFor(head: Buffer): string {
  const magic = head.toString("latin1", 0, 8);
  if (isTar(head)) return "a tar archive: unpack it first";
  const packed = packings.find(([start]) => magic.startsWith(start));
  if (packed !== undefined) return packed[1];
  const text = textOf(head, sniffEncoding(head));
  return otherForms.find(([form]) => form.test(text))?.[1] ?? "";
}

const packings: readonly (readonly [magic: string, hint: string])[] = [
  ["MSCF", "a cabinet: unpack it first, with expand FILE -F:* FOLDER"],
  ["\x1F\x8B", "packed with gzip: unpack it first"],
  ["7z\xBC\xAF", "a 7-Zip archive: unpack it first"],
  ["Rar!", "a RAR archive: unpack it first"],
];

const savedAsList = "a list saved from the Event Viewer: save it as .evtx or XML instead";
const eventsAsText = "events of Windows as text: save them as .evtx or XML instead";
const notW3c =
  "an access log in another format than W3C: set the site of NDES to W3C (IIS Manager > Logging), and give what it logs from then on";

/** Where a list is saved in another language, the names of its columns are in that, and its sources are not. */
const sources =
  "Microsoft-Windows-(?:NetworkDeviceEnrollmentService|CertificationAuthority|CertificateServicesClient-CertEnroll|DeviceManagement-Enterprise-Diagnostics-Provider)|Microsoft-Intune-CertificateConnectors";

const otherForms: readonly (readonly [form: RegExp, hint: string])[] = [
  [/^\uFEFF?Level[,;\t]Date/, savedAsList],
  [new RegExp(`^[^\\n]{0,40}\\d[./-]\\d[^\\n]{1,60}[,;\\t]"?(?:${sources})"?[,;\\t]`, "m"), savedAsList],
  // wevtutil without /f:xml, and what PowerShell writes of Get-WinEvent
  [/^Event\[\d{1,10}\]:?\s{1,4}Log Name:/m, eventsAsText],
  [/^\s{0,8}ProviderName: \S/m, eventsAsText],
  [/^#TYPE System\.Diagnostics\.Eventing\.Reader\.|^\uFEFF?"Message","Id","Version"/, eventsAsText],
  [/System\.Diagnostics\.Eventing\.Reader\.EventLogRecord/, eventsAsText],
  // NCSA, and the format named IIS
  [
    /^\S{1,64} \S{1,64} \S{1,256} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [-+]\d{4}\] "[A-Z]{3,8} \//m,
    notW3c,
  ],
  [/^[^,\n]{1,64}, [^,\n]{1,256}, \d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}, \d{1,2}:\d\d:\d\d, W3SVC\d+, /m, notW3c],
  [
    // `1/27/17, 3:33:18 PM profiled[123]: text`: half of the world that writes AM and PM puts the day first, so of 1/2/17 nobody knows.
    /^\d{1,2}\/\d{1,2}\/(?:\d\d){1,2},? \d{1,2}:\d\d:\d\d(?:\.\d{1,9})?[ \u{202f}][AP]M \S{1,100}\[\d{1,10}\]/imu,
    "a console of Apple whose dates do not tell the day from the month: export it with `log show`, whose dates are whole",
  ],
];
