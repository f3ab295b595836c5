import type { Format } from "../contract/index.ts";

/** The format that a path names, or null; the last resort for empty, damaged and free-text files. */
export function sniffName(path: string): Format | null {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.(?:txt|gz)$/i, "");
  for (const [format, pattern] of names) if (pattern.test(name)) return format;
  return null;
}

/** A status file has no sure content: it is known by where it lies. */
export function isStatusFile(path: string): boolean {
  return (
    /(?:^|\/)CertificateRequestStatus\//i.test(path) ||
    /(?:^|\/)(?:Processing|Succeed|Failed)\/[^/]+\.crs$/i.test(path) ||
    /\.crs$/i.test(path)
  );
}

const names: readonly (readonly [Format, RegExp])[] = [
  ["cmtrace", /^ndesplugin.*\.lo[g_]$/i],
  ["iis-w3c", /^(?:u_)?(?:ex\d{4,8}|extend\d+)(?:_x)?\.log$/i],
  ["httperr", /^httperr\d*\.log$/i],
  ["svclog", /\.svclog$/i],
  ["evtx", /\.evtx$/i],
  ["omadm", /^omadm.*\.log$/i],
  ["text", /^(?:cloudextension.*|mscep)\.lo[g_]$/i],
];
