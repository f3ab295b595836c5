import type { Output } from "./output.ts";
export async function analyzeCommand(
  _paths: readonly string[],
  _options: object,
  _output: Output,
): Promise<number> {
  throw new Error("not wired yet");
}
