import { asCalled } from "./as-called.ts";
import { isCliError } from "../errors/cli-error.ts";
import { storeRemedy } from "./store-remedy.ts";
import { visible } from "../runtime/visible.ts";

/** The text of an error of this command for people; null: none is known. A mistake of ours is shown with its trace, because the trace is what helps then. */
export function errorText(error: unknown, command: string | null): string {
  if (isCliError(error)) {
    return `scepscope: ${visible(error.message)} [${error.code}]\nWhat to do: ${asCalled(visible(error.remedy))}.\n`;
  }
  const remedy = storeRemedy(error, command);
  if (remedy !== null)
    return `scepscope: ${visible(remedy.what)} [${remedy.code}]\nWhat to do: ${asCalled(remedy.remedy)}.\n`;
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `scepscope: this is a fault of the program, not of your logs.\n${visible(trace)}\nWhat to do: report it with the lines above.\n`;
}
