import { terminalFacts, terminalOf } from "../../runtime/terminal.ts";
import type { Output } from "../output.ts";
import { createScreen } from "./screen.ts";
import type { Screen } from "./screen.ts";

/** The screen of this process: its line is shown where standard error is a terminal. */
export function openScreen(output: Output): Screen {
  const { isWatched, width } = terminalOf(terminalFacts(), {});
  const write = (text: string): void => void process.stderr.write(text);
  return createScreen({ output, terminal: isWatched ? { width, write } : null });
}
