import { z } from "zod";
import { configShape } from "./config-shape.ts";

/** One setting, or one section, as the reference page and the errors speak of it. */
export interface Setting {
  /** `collector.sliceBytesMax`; what stands in a list has `[]` behind the list's name. */
  readonly path: string;
  /** The values that it takes, in words. A section takes none. */
  readonly takes: string;
  readonly isSection: boolean;
  /** Undefined: it has to be given. */
  readonly usual: unknown;
  readonly says: string;
  readonly reload: boolean;
}

/** The schema as JSON Schema (draft 2020-12), for editors; committed beside the documentation. */
export function configSchema(): Readonly<Record<string, unknown>> {
  return {
    ...jsonSchema(),
    title: "scepscope configuration",
    description: "Each setting is optional. `reload`: a new value holds after SIGHUP, without a restart.",
  };
}

/** All settings in the order of the schema, each section before what is in it. */
export const settings: readonly Setting[] = settingsOf(jsonSchema(), "");

function jsonSchema(): Node {
  return z.toJSONSchema(configShape, {
    target: "draft-2020-12",
    io: "input",
    override: ({ jsonSchema: node }) => {
      // That all of a section may be left out is said once, at the top.
      if (node.properties !== undefined) delete node.default;
    },
  });
}

type Node = z.core.JSONSchema.BaseSchema;

function settingsOf(node: Node, prefix: string): readonly Setting[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, below]) => {
    if (typeof below === "boolean") return [];
    const path = `${prefix}${name}`;
    const list = listed(below);
    return [settingOf(below, path), ...settingsOf(list ?? below, list === null ? `${path}.` : `${path}[].`)];
  });
}

function listed({ items }: Node): Node | null {
  return typeof items === "object" && !Array.isArray(items) ? items : null;
}

function settingOf(node: Node, path: string): Setting {
  return {
    path,
    takes: takenBy(node),
    isSection: node.properties !== undefined,
    usual: node.default,
    says: node.description ?? "",
    reload: node["reload"] === true,
  };
}

function takenBy(node: Node): string {
  if (node.enum !== undefined) return `one of ${node.enum.join(", ")}`;
  switch (node.type) {
    case "integer":
      return `a whole number from ${node.minimum} to ${node.maximum}`;
    case "boolean":
      return "true or false";
    case "array":
      return `a list of at most ${node.maxItems}`;
    case "object":
      return "settings below it, each on a line of its own";
    default:
      return node.maxLength === undefined ? "text" : `text of at most ${node.maxLength} characters`;
  }
}
