/** The dashboards, printed as JSON by `npm run generate`. The only folder that knows Grafana; nothing that runs needs it. */
import { buildDashboard } from "./build.ts";
import { fleet } from "./fleet.ts";
import { hostBoard } from "./host.ts";
import { pipeline } from "./pipeline.ts";

export type { Board, Panel } from "./panel.ts";

export const boards: readonly (typeof fleet)[] = [fleet, hostBoard, pipeline];

/** Text of each dashboard by the name of its file. */
export function dashboardTexts(): ReadonlyMap<string, string> {
  return new Map(
    boards.map((board) => [
      `${board.uid.replace("scepscope-", "")}.json`,
      `${JSON.stringify(buildDashboard(board), null, 2)}\n`,
    ]),
  );
}
