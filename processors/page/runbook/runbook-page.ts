import { html } from "../html.ts";
import type { Html } from "../html.ts";

/** A runbook as a page: Markdown of headings, lists, paragraphs and code, which is all that runbooks are made of. */
export function runbookPage(text: string): Html {
  const blocks = text.split(/\n{2,}/).filter((block) => block.trim() !== "" && !block.startsWith("<!--"));
  return html`<article class="panel runbook">${blocks.map((block) => blockOf(block.trim()))}</article>`;
}

function blockOf(block: string): Html {
  const [, marks = "", heading = ""] = /^(#{1,3}) (.+)$/.exec(block) ?? [];
  if (marks === "#") return html`<div class="headline"><h1>${inline(heading)}</h1></div>`;
  if (marks === "##") return html`<h2>${inline(heading)}</h2>`;
  if (marks === "###") return html`<h3>${inline(heading)}</h3>`;
  const lines = block.split("\n");
  if (lines.every((line) => line.startsWith("- ")))
    return html`<ul>
      ${lines.map((line) => html`<li>${inline(line.slice(2))}</li>`)}
    </ul>`;
  if (lines.every((line) => /^\d+[.] /.test(line)))
    return html`<ol>
      ${lines.map((line) => html`<li>${inline(line.replace(/^\d+[.] /, ""))}</li>`)}
    </ol>`;
  return block.startsWith(sourceMark)
    ? html`<p class="dim source">${inline(block)}</p>`
    : html`<p>${inline(block)}</p>`;
}

const sourceMark = "*Source:*";

/** Every second part stands between backticks. */
function inline(text: string): readonly Html[] {
  return text
    .split(/(?<!\\)`/)
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${plain(part)}`));
}

function plain(text: string): string {
  return text.replace(/^\*(.+?)(?<!\\)\*/, "$1").replaceAll(/\\([\\`*_{}[\]<>|#])/g, "$1");
}
