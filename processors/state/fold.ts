/** How identifiers are compared: without case, and as they can be written in UTF-8. */
export function foldKey(value: string): string {
  return value.toWellFormed().toLowerCase();
}
