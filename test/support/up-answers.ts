import { patienceMs } from "./wait-until.ts";
import { setTimeout as pause } from "node:timers/promises";
import type { ApiHost, ApiRequest } from "../../processors/contract/index.ts";
import { expositionLines, seriesOf } from "./exposition-lines.ts";
import type { Line } from "./exposition-lines.ts";

/** What a running `up` answers. */
export async function metricsOf(url: string): Promise<readonly Line[]> {
  return expositionLines(await textOf(`${url}/metrics`));
}

export async function hostsOf(url: string): Promise<readonly ApiHost[]> {
  const { hosts } = JSON.parse(await textOf(`${url}/api/v1/hosts`));
  return hosts;
}

export async function requestsOf(url: string): Promise<readonly ApiRequest[]> {
  const requests: ApiRequest[] = [];
  for (let cursor = ""; ;) {
    const page = JSON.parse(await textOf(`${url}/api/v1/requests?limit=500${cursor}`));
    requests.push(...page.requests.map(inOwnOrder));
    if (page.next === null) return requests;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}

/** Records of one moment stand in the order of their files' ids, which follow from the place that a collector was given: here by their paths, so that two who have read the same say the same. */
function inOwnOrder(request: ApiRequest): ApiRequest {
  const evidence = request.evidence.toSorted(
    (a, b) => compareTexts(a.at ?? "~", b.at ?? "~") || byPlace(a, b),
  );
  return { ...request, evidence, candidates: request.candidates.toSorted(byPlace) };
}

interface Place {
  readonly path: string;
  readonly offset: number;
}

function byPlace(a: Place, b: Place): number {
  return compareTexts(a.path, b.path) || a.offset - b.offset;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** All series of one name, added up. */
export function sumOf(lines: readonly Line[], name: string): number {
  return lines.reduce((sum, line) => (line.name === name ? sum + line.value : sum), 0);
}

/** Totals that follow from the logs alone, whatever happened to the process. Rounded: the order in which durations are added up shows in their last digits. */
export function totalsOf(lines: readonly Line[]): ReadonlyMap<string, number> {
  const totals = lines.filter(({ name }) =>
    /^scep_.+_(?:total|bucket|sum|count)$|^scepscope_(?:read_bytes|records|rejected_records|gap_bytes|late_records)_total$/.test(
      name,
    ),
  );
  const sums = new Map<string, number>();
  for (const line of totals) sums.set(seriesOf(line), (sums.get(seriesOf(line)) ?? 0) + line.value);
  return new Map([...sums].map(([series, sum]) => [series, Math.round(sum * 1e6) / 1e6]));
}

/** Asks until the answer is as wished; who cannot answer yet is asked again. Rejects with the last answer when that takes too long. */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  isWished: (answer: Answer) => boolean,
  secondsMax: number = patienceMs / 1000,
): Promise<Answer> {
  let last: unknown = "nothing";
  for (let asked = 0; asked * askEveryMs < secondsMax * 1000; asked += 1) {
    try {
      const answer = await ask();
      if (isWished(answer)) return answer;
      last = answer;
    } catch (error) {
      last = String(error);
    }
    await pause(askEveryMs);
  }
  throw new Error(`still not as wished: ${JSON.stringify(last)?.slice(0, 2000)}`);
}

const askEveryMs = 25;

async function textOf(address: string): Promise<string> {
  const response = await fetch(address);
  const text = await response.text();
  if (!response.ok) throw new Error(`${address}: ${response.status} ${text.slice(0, 400)}`);
  return text;
}
