/** An XML element of one Windows event, whichever of the two encodings it came from. */
export interface EventElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly EventElement[];
  /** The element's own text, without that of its children. */
  readonly text: string;
}

/** The first child with that name. */
export function childOf(element: EventElement | undefined, name: string): EventElement | undefined {
  return element?.children.find((child) => child.name === name);
}

export function attributeOf(element: EventElement | undefined, name: string): string {
  return element?.attributes.get(name) ?? "";
}
