/** The reference of a configuration, from its schema and the comments on losses. */
import { readFileSync } from "node:fs";
import { entriesOf } from "./lossEntries";
import { trainSchema, type JsonSchema } from "./trainJsonSchema";

export const referenceFile = "src/cli/README.md";

const heading = "## All keys\n";
const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;
const cell = (text: string): string => text.replaceAll("|", "\\|");
const table = (names: readonly string[], rows: readonly (readonly string[])[]): string =>
  [names, names.map(() => "---"), ...rows]
    .map((row) => `| ${row.map(cell).join(" | ")} |`)
    .join("\n");

/** What the file is to be: its last part is written anew. */
export function trainReference(): string {
  const written = readFileSync(referenceFile, "utf8");
  const place = written.indexOf(heading);
  if (place < 0) throw new Error(`${referenceFile}: expected a part "${heading.trim()}"`);
  return `${written.slice(0, place)}${heading}\n${parts().join("\n\n")}\n`;
}

function parts(): string[] {
  const { properties: keys, required } = trainSchema();
  const part = (name: string): string[] => [`### ${code(name)}`, keysOf(keys![name]!)];
  return [
    keysOf({ properties: keys!, required: required! }),
    '### `"data"`',
    ...keys!.data!.oneOf!.flatMap(loader),
    ...(["generator", "discriminator"] as const).flatMap((name) => player(name, keys![name]!)),
    ...["game", "anneal", "doctor", "record"].flatMap(part),
    "### Losses",
    "`game.loss` is a name of these, or one of them with penalties, each with its weight: " +
      '`"hinge + R1(0.1)"`.',
    table(
      ["loss", "formula"],
      entriesOf("losses").map(({ name, says }) => [code(name), says]),
    ),
    table(
      ["penalty", "formula", "weight of its function, where none is given"],
      entriesOf("penalties").map(({ name, says, weight }) => [`\`${name}(…)\``, says, weight]),
    ),
  ];
}

/** A table of keys, and of their keys where these are no section of their own. */
function keysOf(
  { properties = {}, required = [] }: JsonSchema,
  without: readonly string[] = [],
): string {
  return table(
    ["key", "type", "default", "what it does"],
    Object.entries(properties)
      .filter(([key]) => !without.includes(key))
      .sort(([a], [b]) => Number(required.includes(b)) - Number(required.includes(a)))
      .map(([key, value]) => [
        `\`${key}\``,
        typeOf(value),
        required.includes(key) ? "has to be given" : defaultOf(value),
        value.description ?? "",
      ]),
  );
}

function loader(schema: JsonSchema): string[] {
  const { loader: name, options, ...others } = schema.properties!;
  const title = `#### ${code(name!.const)}`;
  if (!options!.properties) return [title, keysOf(schema, ["loader"])];
  const rest = Object.keys(others).length ? [keysOf(schema, ["loader", "options"])] : [];
  return [title, ...rest, `\`options\`: ${options!.description}`, keysOf(options!)];
}

/** Presets have options in common: one table of all, with the presets that have each. */
function player(which: string, { oneOf = [] }: JsonSchema): string[] {
  const presets = oneOf.filter(({ properties }) => properties!.preset!.const !== "module");
  const own = oneOf.find(({ properties }) => properties!.preset!.const === "module")!;
  const names = presets.map(({ properties }) => properties!.preset!.const);
  const all = new Map<string, { of: unknown[]; value: JsonSchema }>();
  for (const [i, { properties }] of presets.entries())
    for (const [key, value] of Object.entries(properties!.options!.properties!)) {
      const known = all.get(key) ?? { of: [], value };
      known.of.push(names[i]);
      all.set(key, known);
    }
  const rows = [...all].map(([key, { of, value }]) => [
    `\`${key}\``,
    of.length === names.length ? "all" : of.map(code).join(", "),
    typeOf(value),
    value.description ?? "",
  ]);
  return [
    `### ${code(which)}`,
    `\`preset\`: ${names.map(code).join(", ")}, or \`"module"\`. \`options\`: ` +
      presets[0]!.properties!.options!.description!,
    table(["option", "presets", "type", "what it does"], rows),
    'With `"preset": "module"`:',
    keysOf(own, ["preset"]),
  ];
}

/** A default as the schema has it, or as the comment says it. */
function defaultOf({ default: value, description = "" }: JsonSchema): string {
  if (value !== undefined && JSON.stringify(value) !== "{}") return code(value);
  const [, told] = /\bDefault:? (.*?)\.(?: |$)/.exec(description) ?? [];
  return told ?? "none";
}

/** What may stand there, in words. */
function typeOf(schema: JsonSchema): string {
  if (schema.oneOf) return "see below";
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.enum) return schema.enum.map(code).join(", ");
  if (schema.prefixItems) return `[${schema.prefixItems.map(typeOf).join(", ")}]`;
  if (schema.type === "array") return `list of ${schema.items ? typeOf(schema.items) : "values"}`;
  if (schema.type === "object")
    return schema.properties ? `{ ${Object.keys(schema.properties).join(", ")} }` : "object";
  if (schema.type === "integer" || schema.type === "number") return numberOf(schema);
  return schema.type ?? "value";
}

function numberOf(schema: JsonSchema): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const bounds = [
    minimum !== undefined && `>= ${minimum}`,
    exclusiveMinimum !== undefined && `> ${exclusiveMinimum}`,
    maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && `<= ${maximum}`,
    exclusiveMaximum !== undefined && `< ${exclusiveMaximum}`,
  ].filter((bound) => bound !== false);
  return [schema.type === "integer" ? "whole number" : "number", bounds.join(", ")]
    .join(" ")
    .trim();
}
