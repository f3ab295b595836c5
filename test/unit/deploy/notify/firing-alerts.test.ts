import { expect, test } from "vitest";
import type { Held } from "../../../../alerts/index.ts";
import { firingAlerts } from "../../../../deploy/notify/firing-alerts.ts";

const pageUrl = "http://127.0.0.1:1";
const held = (host: string, severity: string, parts: Partial<Held> = {}): Held => ({
  alert: {
    labels: { alertname: "ScepCaUnreachable", host, severity },
    annotations: {
      summary: `about ${host}`,
      requests_url: `${pageUrl}/requests?host=${host}&outcome=failed`,
    },
    startsAt: 7,
  },
  host,
  since: 1,
  isFiring: true,
  ...parts,
});

test("what fires is shown, the worst first; what only waits is not", () => {
  const shown = firingAlerts(
    [
      held("a", "info"),
      held("b", "critical"),
      held("c", "critical", { isFiring: false }),
      held("d", "warning"),
    ],
    pageUrl,
  );
  expect(shown.map(({ host }) => host)).toEqual(["b", "d", "a"]);
  expect(shown[0]).toEqual({
    name: "ScepCaUnreachable",
    severity: "critical",
    host: "b",
    summary: "about b",
    since: 7,
    requests: "host=b&outcome=failed",
  });
});

test("a link that leads elsewhere is none of the page's own", () => {
  expect(firingAlerts([held("a", "info")], "http://other:1")[0]?.requests).toBeNull();
});
