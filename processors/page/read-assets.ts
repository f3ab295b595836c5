import { hash } from "node:crypto";
import { readFileSync } from "node:fs";

export interface Asset {
  /** With a mark of its content: whoever has it may keep it for ever. */
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

/** The files of the page, read once at the start. */
export function readAssets(): { readonly style: Asset; readonly script: Asset; readonly icon: Asset } {
  return {
    style: read("page.css", "text/css; charset=utf-8"),
    script: read("page.mjs", "text/javascript; charset=utf-8"),
    icon: read("icon.svg", "image/svg+xml"),
  };
}

function read(name: string, type: string): Asset {
  const text = withoutBlanks(readFileSync(new URL(`./assets/${name}`, import.meta.url), "utf8"));
  return { path: `/assets/${hash("sha256", text).slice(0, 12)}/${name}`, type, text };
}

/** Indentation and comments are a third of it. Both languages write their comments on lines of their own here. */
function withoutBlanks(text: string): string {
  return text
    .replaceAll(/^\s*\/\*[^]*?\*\/$/gm, "")
    .replaceAll(/^\s*\/\/.*$/gm, "")
    .replaceAll(/\s*\n\s*/g, "\n");
}
