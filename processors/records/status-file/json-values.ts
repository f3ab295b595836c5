import type { StatusValue } from "./status-value.ts";

const depthMax = 16;

/** The members of a JSON text whose values are no objects, in order and however deep; null when it is no JSON object or array. */
export function jsonValues(text: string): readonly StatusValue[] | null {
  if (!/^[{[]/u.test(text)) return null;
  try {
    const values: StatusValue[] = [];
    addMembers(JSON.parse(text), { name: "", depth: 0, values });
    return values;
  } catch {
    return null;
  }
}

interface Place {
  readonly name: string;
  readonly depth: number;
  readonly values: StatusValue[];
}

function addMembers(value: unknown, place: Place): void {
  if (typeof value !== "object" || value === null) {
    if (place.name !== "") place.values.push([place.name, scalarText(value)]);
    return;
  }
  if (place.depth >= depthMax) return;
  for (const [key, member] of Object.entries(value)) {
    addMembers(member, {
      name: Array.isArray(value) ? place.name : key,
      depth: place.depth + 1,
      values: place.values,
    });
  }
}

function scalarText(value: unknown): string {
  return typeof value === "string" ? value : value === null ? "" : JSON.stringify(value);
}
