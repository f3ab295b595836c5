import { outcomes, platforms } from "../../contract/index.ts";
import type { Cause } from "../../contract/index.ts";
import { stageNames, stages } from "../../wording/index.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";

/** The words of a query by name, as they were asked for. */
export type Asked = ReadonlyMap<string, string>;

interface Choice {
  readonly name: string;
  readonly words: string;
  readonly all: string;
  readonly choices: readonly (readonly [value: string, words: string])[];
}

export interface FilterChoices {
  readonly hosts: readonly string[];
  readonly causes: readonly Cause[];
}

/** A plain form: it works without a script, and its URL can be kept. */
export function filterForm(asked: Asked, { hosts, causes }: FilterChoices): Html {
  const choices: readonly Choice[] = [
    { name: "outcome", words: "Outcome", all: "any outcome", choices: outcomes.map((each) => [each, each]) },
    {
      name: "stage",
      words: "Stage reached",
      all: "any stage",
      choices: stages.map((stage) => [String(stage), `${stage} ${stageNames[stage]}`]),
    },
    { name: "cause", words: "Cause", all: "any cause", choices: causes.map(({ id }) => [id, id]) },
    { name: "host", words: "Host", all: "any host", choices: hosts.map((host) => [host, host]) },
    { name: "platform", words: "Device", all: "any device", choices: platforms.map((each) => [each, each]) },
  ];
  return html`<form class="filters" action="/requests" method="get" aria-label="Narrow the list">
    ${choices.map((choice) => select(choice, asked.get(choice.name) ?? ""))}
    <label
      >From, UTC
      <input name="since" value="${asked.get("since") ?? ""}" placeholder="2026-11-22 10:00" maxlength="40"
    /></label>
    <label
      >Before, UTC
      <input name="until" value="${asked.get("until") ?? ""}" placeholder="2026-11-22 11:00" maxlength="40"
    /></label>
    <label class="wide"
      >Identifier
      <input
        name="key"
        value="${asked.get("key") ?? ""}"
        maxlength="400"
        spellcheck="false"
        autocomplete="off"
        placeholder="any"
    /></label>
    <span class="buttons"
      ><button type="submit">Apply</button
      >${asked.size === 0 ? "" : html`<a class="button" href="/requests">Clear</a>`}</span
    >
  </form>`;
}

function select({ name, words, all, choices }: Choice, current: string): Html {
  const isListed = current === "" || choices.some(([value]) => value === current);
  const listed = isListed ? choices : [...choices, [current, current] as const];
  return html`<label
    >${words}
    <select name="${name}">
      <option value="">${all}</option>
      ${listed.map(
        ([value, shown]) =>
          html`<option value="${value}" ${value === current ? html` selected` : ""}>
            ${idText(shown)}
          </option>`,
      )}
    </select></label
  >`;
}
