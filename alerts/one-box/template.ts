export interface Measured {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** ms UTC: what `time()` is. */
  readonly at: number;
}

const field = /\{\{ \$(value|labels[.]\w+(?: \| urlquery)?|value \| \w+) \}\}/g;
const moment =
  /\{\{ with query "time\(\) - (\d+)" \}\}\{\{ \(\(\. \| first \| value\) \| toTime\)\.UTC\.Format "2006-01-02T15:04:05Z" \}\}\{\{ end \}\}/g;

/**
 * A template of the rules as Prometheus would fill it. It knows the forms that the catalogue uses, and nothing else: one that it does not know is our mistake.
 */
export function filled(template: string, { labels, value, at }: Measured): string {
  // What a label says is filled in last, and once: it may look like a template itself.
  const text = template.replaceAll(moment, (_, seconds: string) => stampOf(at - Number(seconds) * 1000));
  const strange = text.replaceAll(field, "").match(/\{\{.*?\}\}/);
  if (strange !== null) throw new Error(`a template has a form that is not known: ${strange[0]}`);
  const known = new Map(Object.entries(labels));
  return text.replaceAll(field, (_, inner: string) => {
    const [subject = "", filter] = inner.split(" | ");
    if (subject === "value") return numberText(value, filter);
    return labelText(known.get(subject.slice("labels.".length)) ?? "", filter);
  });
}

function stampOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** As Go escapes a query: a blank is a plus. */
function labelText(value: string, filter: string | undefined): string {
  if (filter !== "urlquery") return value;
  return encodeURIComponent(value.toWellFormed())
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

function numberText(value: number, filter: string | undefined): string {
  switch (filter) {
    case "humanize":
      return scaled(value, 1000, ["", "k", "M", "G", "T"]);
    case "humanize1024":
      return scaled(value, 1024, ["", "ki", "Mi", "Gi", "Ti"]);
    case "humanizePercentage":
      return `${short(value * 100)}%`;
    case "humanizeDuration":
      return durationText(value);
    default:
      throw new Error(`a template shows a number in a form that is not known: ${filter ?? "none"}`);
  }
}

function scaled(value: number, step: number, prefixes: readonly string[]): string {
  let [rest, power] = [value, 0];
  while (Math.abs(rest) >= step && power < prefixes.length - 1) {
    rest /= step;
    power += 1;
  }
  return `${short(rest)}${prefixes[power] ?? ""}`;
}

/** Four digits that say something, as `%.4g`. */
function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

const minute = 60;
const hour = 3600;
const day = 86_400;

function durationText(seconds: number): string {
  if (Math.abs(seconds) < minute) return `${short(seconds)}s`;
  const [sign, whole] = [seconds < 0 ? "-" : "", Math.floor(Math.abs(seconds))];
  const parts = [
    [Math.floor(whole / day), "d"],
    [Math.floor((whole % day) / hour), "h"],
    [Math.floor((whole % hour) / minute), "m"],
    [whole % minute, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return (
    sign +
    parts
      .slice(first)
      .map(([count, unit]) => `${count}${unit}`)
      .join(" ")
  );
}
