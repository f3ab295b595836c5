/**
 * Position of the column that holds the client's address as a publisher in front of IIS forwarded it, -1 when there is
 * none. IIS lets the administrator choose the name of such a column freely, so the usual header names are known and any
 * other that speaks of forwarding is taken. `X-Forwarded-Host`, `-Proto`, `-Port`, `-Server` and the like hold no address.
 */
export function forwardedColumn(names: readonly string[]): number {
  const plain = names.map(plainName);
  for (const known of knownNames) {
    const position = plain.indexOf(known);
    if (position >= 0) return position;
  }
  return plain.findIndex((name) => name.includes("forward") && !noAddress.test(name));
}

/** The first address of a forwarding column: `203.0.113.9`, of `203.0.113.9,+10.0.0.5`, `for=203.0.113.9;proto=https` or `203.0.113.9:50211`. */
export function firstAddress(value: string): string {
  if (plainAddress.test(value)) return value;
  const first = value.replace(/^\+*(?:for=)?["+[]*/i, "");
  const end = first.search(/[,;"\]+ ]/);
  const address = end < 0 ? first : first.slice(0, end);
  return address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
}

/** Likeliest first; letters and digits only, lower case. */
const knownNames = [
  "xforwardedfor",
  "forwarded",
  "forwardedfor",
  "xoriginalforwardedfor",
  "originalip",
  "xoriginalip",
  "trueclientip",
  "xrealip",
  "xclientip",
  "clientip",
  "realip",
  "cfconnectingip",
  "xazureclientip",
  "xclusterclientip",
];
const noAddress = /(?:host|proto|protocol|port|server|scheme|by|prefix|path|ssl)$/;
const plainAddress = /^(?:[\d.]*|[\da-f:]*)$/i;

/** `cs(X-Forwarded-For)` and `x-forwarded-for` are the same name. */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^(?:cs|c|s|sc)\((.*)\)$/, "$1")
    .replaceAll(/[^a-z0-9]/g, "");
}
