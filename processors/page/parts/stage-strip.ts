import type { AnalysisStage } from "../../contract/index.ts";
import { stageNames } from "../../wording/index.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { statusSigns, statusTones } from "./badges.ts";

/** Six cells, one a stage; read out as words. */
export function stageStrip(stages: readonly AnalysisStage[]): Html {
  const words = stages.map(({ stage, status }) => `${stageNames[stage]} ${status}`).join(", ");
  return html`<span class="strip" role="img" title="${words}"
    >${stages.map(({ status }) => html`<i class="${statusTones[status]}">${statusSigns[status]}</i>`)}</span
  >`;
}
