/** The program that somebody calls in an unpacked archive: what starts the command with the Node beside it, wherever it is called from. */
export interface Launcher {
  readonly name: string;
  readonly text: string;
}

/** `node` is a path below `node_modules`. */
export function launcherOf(platform: string, node: string): Launcher {
  return platform.startsWith("win32-") ? forWindows(node) : forOthers(node);
}

/** Also by a symbolic link, as in `/usr/local/bin`. */
function forOthers(node: string): Launcher {
  return {
    name: "scepscope",
    text: `#!/bin/sh
self=$(readlink -f "$0")
here=$(dirname "$self")
exec "$here/node_modules/${node}" "$here/deploy/cli/scepscope.mjs" "$@"
`,
  };
}

function forWindows(node: string): Launcher {
  const path = (steps: string): string => `"%~dp0${steps.replaceAll("/", "\\")}"`;
  return {
    name: "scepscope.cmd",
    text: `@${path(`node_modules/${node}`)} ${path("deploy/cli/scepscope.mjs")} %*\r\n`,
  };
}
