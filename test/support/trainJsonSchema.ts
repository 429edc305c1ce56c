import { resolve } from "node:path";
import ts from "typescript";
import { z } from "zod";
import { trainConfigSchema } from "../../src/cli/trainConfig";

export const schemaFile = "src/cli/train.schema.json";

/** What of a JSON schema is used here. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema | false;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/**
 * The schema of a configuration, each key with what the comments on its type say; what JSON cannot
 * say is left to the command.
 */
export function trainSchema(): JsonSchema {
  const schema = z.toJSONSchema(trainConfigSchema, { io: "input", unrepresentable: "any" });
  const title = "Configuration of ganbook train";
  const not = { required: ["epochs", "steps"] };
  const { checker, type } = readConfigType();
  return { title, ...describeAs(schema as JsonSchema, type, checker), not } as JsonSchema;
}

/** The same as the text of a file. */
export const trainJsonSchema = (): string => `${JSON.stringify(trainSchema(), null, 1)}\n`;

/** The type of a configuration, with its comments. */
function readConfigType(): { checker: ts.TypeChecker; type: ts.Type } {
  const file = "src/cli/configTypes.ts";
  const { options } = ts.parseJsonConfigFileContent({ extends: "./tsconfig.json" }, ts.sys, ".");
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const door = checker.getSymbolAtLocation(program.getSourceFile(resolve(file))!)!;
  const found = checker.getExportsOfModule(door).find(({ name }) => name === "TrainConfig")!;
  return { checker, type: checker.getDeclaredTypeOfSymbol(found) };
}

/** @throws Error where a key has no property, or a property no comment */
function describeAs(schema: JsonSchema, type: ts.Type, checker: ts.TypeChecker): JsonSchema {
  const wanted = checker.getNonNullableType(type);
  const { properties, oneOf } = schema;
  if (oneOf)
    return {
      ...schema,
      oneOf: oneOf.map((one) => describeAs(one, memberOf(wanted, one, checker), checker)),
    };
  if (!properties) return schema;
  const described = Object.entries(properties).map(([key, value]) => {
    const property = wanted.getProperty(key);
    if (!property) throw new Error(`expected a property for "${key}"`);
    const text = ts.displayPartsToString(property.getDocumentationComment(checker));
    const description = text.replace(/\s+\(\{@link \w+\}\)|\s+/g, (gap) => (gap.trim() ? "" : " "));
    if (!description && !("const" in value)) throw new Error(`expected a comment on "${key}"`);
    const inner = describeAs(value, checker.getTypeOfSymbol(property), checker);
    return [key, { ...(description && { description }), ...inner }];
  });
  return { ...schema, properties: Object.fromEntries(described) as Record<string, JsonSchema> };
}

/** Which part of a union a schema stands for: the one whose loader or preset may be its. */
function memberOf(type: ts.Type, { properties }: JsonSchema, checker: ts.TypeChecker): ts.Type {
  const [key, name] = Object.entries(properties!).find(([, value]) => "const" in value)!;
  const member = (type.isUnion() ? type.types : [type]).find((part) => {
    const property = part.getProperty(key);
    const names = property && checker.getTypeOfSymbol(property);
    return (names?.isUnion() ? names.types : [names]).some(
      (one) => one?.isStringLiteral() && one.value === name.const,
    );
  });
  if (!member) throw new Error(`expected a type for ${key} ${JSON.stringify(name.const)}`);
  return member;
}
