import type { Output } from "../output.ts";

/** What a command that runs for long says: lines that stay, and one line that is written over where somebody watches. */
export interface Screen {
  /** Goes to standard output. */
  say(text: string): Promise<void>;
  /** How it stands. Without a terminal it is a line like the others, now and then, when it has changed. */
  status(line: string, at: number): Promise<void>;
  /** Takes the line away. */
  clear(): void;
}

export interface ScreenOptions {
  readonly output: Output;
  /** Standard error, where it is a terminal; null: nobody watches. */
  readonly terminal: { readonly width: number; readonly write: (text: string) => void } | null;
}

/** Nobody reads a log of a demo line by line. */
const plainEveryMs = 10_000;
const wipe = "\r\x1B[K";

export function createScreen({ output, terminal }: ScreenOptions): Screen {
  let shown = "";
  let said = { line: "", at: Number.NEGATIVE_INFINITY };
  const draw = (line: string): void => {
    shown = line;
    terminal?.write(line === "" ? wipe : `\r${line.slice(0, terminal.width - 1)}\x1B[K`);
  };
  const say = async (text: string): Promise<void> => {
    const line = shown;
    if (line !== "") draw("");
    await output.write(text);
    await output.flush();
    if (line !== "") draw(line);
  };
  return {
    say,
    status: async (line, at) => {
      if (terminal !== null) draw(line);
      else if (line !== said.line && at >= said.at + plainEveryMs) {
        said = { line, at };
        await say(`${line}\n`);
      }
    },
    clear: () => {
      if (shown !== "") draw("");
    },
  };
}
