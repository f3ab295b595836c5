import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { alerts, ruleFiles } from "../../alerts/index.ts";
import { readValues } from "../../deploy/alerts/index.ts";
import { readYaml } from "../../deploy/config/index.ts";
import { programPath } from "../../deploy/dev/services/prometheus.ts";
import { folderWith } from "../support/log-folder.ts";

const file = "alerts/routes/alertmanager.yaml";
const amtool = (...args: readonly string[]): { readonly status: number | null; readonly said: string } => {
  const { status, stdout, stderr } = spawnSync(programPath("amtool"), args, { encoding: "utf8" });
  return { status, said: `${stdout}${stderr}` };
};

interface Inhibition {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal?: readonly string[];
}

function template(): unknown {
  const yaml = readYaml(readFileSync(file, "utf8"));
  if (yaml.status !== "read") throw new Error("the template is no YAML");
  return yaml.values;
}

function inhibitions(): readonly Inhibition[] {
  return (template() as { readonly inhibit_rules: readonly Inhibition[] }).inhibit_rules;
}

const texts = z.array(z.looseObject({})).optional();

test("amtool takes the template as it is", () => {
  expect(amtool("check-config", file)).toEqual({ status: 0, said: expect.stringContaining("SUCCESS") });
});

describe("an alert goes where it belongs", () => {
  test.each([
    [
      "a server that issues nothing wakes the pager, and the PKI people read it",
      "critical",
      "servers",
      "ScepServerErrors",
      "pager,pki-chat",
    ],
    ["a server that fails some devices", "warning", "servers", "ScepChallengesExpired", "pki-chat"],
    [
      "our own outage is not sent to the PKI people",
      "critical",
      "pipeline",
      "ScepTargetDown",
      "pager,pipeline-chat",
    ],
    ["a log that is away", "warning", "pipeline", "ScepSourceMissing", "pipeline-chat"],
    ["what can wait is a ticket", "info", "servers", "ScepFirstOfItsKind", "tickets"],
    ["the watchdog goes to who listens for its silence", "info", "pipeline", "ScepWatchdog", "dead-man"],
    ["what is not of ours is at least mailed", "page", "other", "SomethingElse", "mail"],
  ])("%s", (_, severity, part, alertname, receivers) => {
    const found = amtool(
      "config",
      "routes",
      "test",
      `--config.file=${file}`,
      `--verify.receivers=${receivers}`,
      `severity=${severity}`,
      `part=${part}`,
      `alertname=${alertname}`,
      "host=ndes01",
    );
    expect(found).toEqual({ status: 0, said: expect.stringMatching(new RegExp(`^${receivers}\n`)) });
  });

  test("a wrong expectation is found", () => {
    const found = amtool(
      "config",
      "routes",
      "test",
      `--config.file=${file}`,
      "--verify.receivers=mail",
      "severity=info",
    );
    expect(found.status).not.toBe(0);
  });

  test("every alert of ours has a receiver of its own kind", () => {
    const rules = ruleFiles(readValues(null)).flatMap(({ groups }) => groups.flatMap((group) => group.rules));
    for (const rule of rules) {
      if (!("alert" in rule)) continue;
      expect(["critical", "warning", "info"]).toContain(rule.labels["severity"]);
      expect(["servers", "pipeline"]).toContain(rule.labels["part"]);
    }
    expect(rules.length).toBeGreaterThan(60);
  });
});

describe("a message", () => {
  const { pagerduty_configs, slack_configs } = z
    .object({ receivers: z.array(z.object({ pagerduty_configs: texts, slack_configs: texts })) })
    .parse(template())
    .receivers.reduce((all, each) => ({ ...all, ...each }));
  const [title, text, page] = [
    slack_configs?.[0]?.["title"],
    slack_configs?.[0]?.["text"],
    pagerduty_configs?.[0]?.["description"],
  ];
  const rendered = (
    form: unknown,
    ...alerts: readonly (readonly [status: string, what: string])[]
  ): string => {
    const folder = folderWith({
      "data.json": JSON.stringify({
        alerts: alerts.map(([status, what]) => ({
          status,
          annotations: { summary: `${what} is down`, description: `No ${what}.`, runbook_url: "r" },
        })),
      }),
    });
    const { status, said } = amtool(
      "template",
      "render",
      "--template.glob=/dev/null",
      `--template.data=${join(folder, "data.json")}`,
      `--template.text=${String(form)}`,
    );
    expect(status, said).toBe(0);
    return said.trim();
  };
  const [firing, over] = [
    ["firing", "A"],
    ["resolved", "B"],
  ] as const;

  test("of alerts that fire says what is so", () => {
    expect([title, page].map((form) => rendered(form, firing))).toEqual(["A is down", "A is down"]);
    expect(rendered(text, firing)).toBe("No A. <r|What to do>");
  });

  test("of alerts that are over says that they are, and not what was so as if it were so now", () => {
    expect([title, page].map((form) => rendered(form, over))).toEqual(["Over: B is down", "Over: B is down"]);
    expect(rendered(text, over)).toBe("Over: B is down");
  });

  test("of both begins with what fires, whichever stands first", () => {
    for (const alerts of [
      [firing, over],
      [over, firing],
    ]) {
      expect([title, page].map((form) => rendered(form, ...alerts))).toEqual(["A is down", "A is down"]);
      expect(rendered(text, ...alerts)).toBe("No A. <r|What to do>\nOver: B is down");
    }
  });
});

describe("inhibitions", () => {
  test("always say on what both must agree", () => {
    for (const each of inhibitions()) expect(each.equal?.length, JSON.stringify(each)).toBeGreaterThan(0);
    expect(inhibitions().length).toBeGreaterThan(10);
  });

  test("name only alerts that there are", () => {
    const names = alerts.map(({ name }) => name);
    const named = inhibitions()
      .flatMap(({ source_matchers, target_matchers }) => [...source_matchers, ...target_matchers])
      .flatMap((matcher) => /^alertname\W+"(.+)"$/.exec(matcher)?.[1]?.split("|") ?? []);
    for (const name of named)
      expect(
        names.some((each) => new RegExp(`^${name}$`).test(each)),
        name,
      ).toBe(true);
    expect(named.length).toBeGreaterThan(20);
  });

  test("agree only on labels that both have", () => {
    const by = new Map<string, readonly string[]>(
      alerts.map(({ name, by: own, cause }) => [name, [...own, ...(cause === null ? [] : ["cause"])]]),
    );
    for (const { source_matchers, target_matchers, equal = [] } of inhibitions()) {
      const named = [...source_matchers, ...target_matchers]
        .flatMap((matcher) => /^alertname=~?"(.+)"$/.exec(matcher)?.[1]?.split("|") ?? [])
        .filter((name) => by.has(name));
      for (const name of named)
        for (const label of equal) expect(by.get(name), `${name} ${label}`).toContain(label);
    }
  });
});
