/** The one line that says what an alert is about, with the names of labels in place of what they will say: `NDES on <host> could not reach the CA`. */
export function plainSummary(template: string): string {
  return template.replaceAll(/\{\{ \$labels[.](\w+) \}\}/g, "<$1>");
}
