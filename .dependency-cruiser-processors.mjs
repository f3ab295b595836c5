/** The part of the import law (.dependency-cruiser.mjs) that holds within processors/. */
export const rule = (name, comment, ...[from, to]) => ({ name, comment, severity: "error", from, to });

const later = (folders) => ({ path: `^processors/(?:${folders}|[^/]+[.]ts$)` });
/** A step that knows of all others only those named. */
const sees = (folder, others, comment) =>
  rule(
    `processors-flow-${folder}`,
    comment,
    { path: `^processors/${folder}/` },
    { path: `^processors/(?!(?:${[folder, ...others].join("|")})(?:/|$))` },
  );
/** Within the processors: what is read flows record -> observation -> request -> cause, and what is known of it to the API and the page. */
export const processors = [
  rule(
    "processors-flow-records",
    "records/ turns bytes into records; it knows nothing of what they mean.",
    { path: "^processors/records/" },
    later("(?:observations|requests|causes|judge|partition|keeper|beginnings)/"),
  ),
  sees(
    "observations",
    ["contract", "records/(?:index|record|reader)[.]ts"],
    "observations/ gives records their meaning; it knows no request, and records only by their front door.",
  ),
  sees("requests", ["contract"], "requests/ is a reducer over observations: it sees the contract only."),
  sees("causes", ["contract"], "causes/ reads a request through the contract only."),
  sees(
    "judge",
    ["contract", "causes/index[.]ts"],
    "judge/ holds what a host did beside a request: it sees the contract and the front door of causes/.",
  ),
  sees(
    "beginnings",
    ["(?:records|observations)/index[.]ts"],
    "beginnings/ reads when a piece of a log begins, and whose it is: it knows records, their names and zones, and no request.",
  ),
  sees(
    "partition",
    ["contract", "(?:intake|requests|preview|judge|causes|metrics|pseudonyms)/index[.]ts"],
    "partition/ puts the steps together by their front doors; it knows neither where shipments come from nor where commits go.",
  ),
  sees(
    "keeper",
    ["contract", "(?:partition|pseudonyms|metrics)/index[.]ts"],
    "keeper/ says when a partition shows and keeps: it knows its front door and no step within it.",
  ),
  sees("wording", ["contract"], "wording/ says what the contract holds, and knows nothing else."),
  sees(
    "page",
    ["contract", "wording"],
    "page/ turns what a lookup gave into text; it neither asks a lookup nor knows how the text travels.",
  ),
  sees(
    "api",
    ["contract", "wording", "page"],
    "api/ reads the contract's Lookup; which store stands behind it, and what else is injected, is chosen in deploy/.",
  ),
  sees(
    "preview",
    ["contract", "requests/index[.]ts"],
    "preview/ asks the binder what it makes of what is there: it sees the contract and the front door of requests/.",
  ),
  sees(
    "intake",
    ["contract", "(?:records|observations)/index[.]ts"],
    "intake/ reads what was shipped: it knows records and observations, and no request.",
  ),
  rule(
    "nobody-needs-the-api",
    "api/ and page/ are the last step: what works must work without them.",
    { path: "^processors/(?!api/|page/)" },
    { path: "^processors/(?:api|page)/" },
  ),
  sees(
    "pseudonyms",
    ["contract"],
    "pseudonyms/ changes a stored request and asks a lookup: it sees the contract only.",
  ),
  sees(
    "traces",
    ["contract", "wording"],
    "traces/ turns a stored request into spans: it sees the contract and the words, and does not know how spans travel.",
  ),
  rule(
    "nobody-needs-the-traces",
    "traces/ is loaded where traces are sent, and nowhere else.",
    { path: "^processors/(?!traces/)" },
    { path: "^processors/traces/" },
  ),
  sees("state", ["contract"], "state/ keeps what it is given: it knows the contract only."),
  sees("sources", [], "sources/ is where shipments come from; it imports no later step."),
  sees(
    "metrics",
    ["contract", "causes/index[.]ts"],
    "metrics/ counts what the contract and the catalogue of causes name; it sees no record and joins nothing.",
  ),
];
