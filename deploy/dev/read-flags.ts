/**
 * The flags of a script, as somebody types them; null: there is nothing to run, since help was asked for and printed, or since they are wrong, which is said with how to call it,
 * and is exit code 2. `read` gives null for help, and throws what is wrong.
 */
export function readFlags<Flags>(
  usage: string,
  read: (args: readonly string[]) => Flags | null,
): Flags | null {
  try {
    const flags = read(process.argv.slice(2));
    if (flags === null) process.stdout.write(usage);
    return flags;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exitCode = 2;
    return null;
  }
}
