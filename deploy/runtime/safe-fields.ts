/** What a line of the log says besides its message. */
export type Fields = Readonly<Record<string, unknown>>;

const depthMax = 4;
const valuesMax = 50;
const textCharactersMax = 2000;

/**
 * A copy that can be written: values that are named like secrets are left out, long texts and lists are cut, and what has no form in JSON gets one. Errors
 * become their message, code and trace, with their causes' messages and codes.
 */
export function safeFields(fields: Fields): Fields {
  return entriesOf(Object.entries(fields), 0);
}

const secretName = /token|secret|password|passwd|authorization|cookie|challenge|pseudonymkey|^key$/i;
/** pino's own: a field must not pass for them. */
const ownNames: ReadonlySet<string> = new Set(["level", "time", "message", "part"]);

function entriesOf(entries: readonly (readonly [string, unknown])[], depth: number): Fields {
  return Object.fromEntries(
    entries
      .slice(0, valuesMax)
      .map(([name, value]) => [
        depth === 0 && ownNames.has(name) ? `${name}_` : cut(name),
        secretName.test(name) ? "[secret]" : safeValue(value, depth),
      ]),
  );
}

function safeValue(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case "object":
      if (value === null) return null;
      return depth < depthMax ? objectOf(value, depth) : "…";
    case "string":
      return cut(value);
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "bigint":
    case "symbol":
      return String(value);
    default:
      return typeof value === "function" ? "[function]" : value;
  }
}

function objectOf(value: object, depth: number): unknown {
  if (value instanceof Error) return errorOf(value, depth);
  if (Array.isArray(value)) return listOf(value, depth);
  return value instanceof Date ? String(value) : entriesOf(Object.entries(value), depth + 1);
}

function listOf(values: readonly unknown[], depth: number): readonly unknown[] {
  const kept = values.slice(0, valuesMax).map((value) => safeValue(value, depth + 1));
  return values.length > valuesMax ? [...kept, `… ${values.length - valuesMax} more`] : kept;
}

function errorOf(error: Error, depth: number): Fields {
  return {
    type: cut(error.name),
    text: cut(error.message),
    ...("code" in error ? { code: safeValue(error.code, depth + 1) } : {}),
    ...(error.stack === undefined || depth > 0 ? {} : { trace: cut(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: safeValue(error.cause, depth + 1) }),
  };
}

function cut(text: string): string {
  return text.length > textCharactersMax
    ? `${text.slice(0, textCharactersMax)}… ${text.length} characters`
    : text;
}
