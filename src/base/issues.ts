import { z } from "zod";
import { hint } from "./unknownKeys";

/**
 * What zod finds wrong, in our words: "expected …", or for keys that are not known, which key may
 * be meant and which there are. A schema's own message comes before it. To be passed to every
 * `safeParse`, so that no message of zod's reaches anybody.
 */
export const describeIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${issue.expected === "int" ? "integer" : issue.expected}`;
    case "invalid_value":
      return `expected ${oneOf(issue.values)}`;
    case "too_small":
      return bound(issue.origin, issue.exact ? "=" : issue.inclusive ? ">=" : ">", issue.minimum);
    case "too_big":
      return bound(issue.origin, issue.exact ? "=" : issue.inclusive ? "<=" : "<", issue.maximum);
    case "not_multiple_of":
      return `expected a multiple of ${issue.divisor}`;
    case "invalid_format":
      return `expected text of the form ${issue.pattern ?? issue.format}`;
    case "unrecognized_keys":
      return hint(issue.keys, keysOf(issue.inst));
    case "invalid_union":
      return issue.options
        ? `expected ${oneOf(issue.options as readonly z.core.util.Primitive[])}`
        : alternatives(issue.errors);
    case "invalid_key":
      return `expected other keys (${alternatives([issue.issues])})`;
    case "invalid_element":
      return `expected other elements (${alternatives([issue.issues])})`;
    default:
      return "expected another value";
  }
};

const keysOf = (schema: unknown): string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];

const oneOf = (values: readonly z.core.util.Primitive[]): string =>
  `${values.length > 1 ? "one of " : ""}${values.map((value) => JSON.stringify(value)).join(", ")}`;

const bound = (origin: string, sign: string, limit: number | bigint): string =>
  `expected a ${["string", "array", "set", "map"].includes(origin) ? "length" : "value"} ` +
  `${sign} ${limit}`;

/** What each way would have needed, once. */
function alternatives(ways: readonly (readonly z.core.$ZodIssue[])[]): string {
  const all = ways.flatMap(([first]) => (first ? [first.message.replace(/^expected /, "")] : []));
  return `expected ${[...new Set(all)].join(", or ") || "another value"}`;
}
