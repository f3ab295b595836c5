interface Part {
  readonly text: string;
  readonly isCode: boolean;
}

/** A text of ours in parts: what is typed into a shell stands between backticks. */
export function codeParts(text: string): readonly Part[] {
  return text
    .split("`")
    .map((part, index) => ({ text: part, isCode: index % 2 === 1 }))
    .filter((part) => part.text !== "");
}

/** The same as Markdown: all else is plain. */
export function markdownOf(text: string): string {
  return codeParts(text)
    .map((part) => (part.isCode ? `\`${part.text}\`` : part.text.replaceAll(/[\\*_{}[\]<>|#]/g, "\\$&")))
    .join("");
}
