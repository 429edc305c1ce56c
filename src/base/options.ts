import { z } from "zod";

/** What came, in a form short enough for an error message. */
export function describeValue(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === "function") return `function ${value.name || "(anonymous)"}`;
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  if (value === null || typeof value !== "object") return String(value);
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${value.byteLength} bytes`;
  return `an object with ${Object.keys(value).slice(0, 5).join(", ") || "no keys"}`;
}

/**
 * Checks an options object against its schema and fills in the defaults.
 *
 * @throws TypeError naming the option, what was expected and what was received
 */
export function parseOptions<S extends z.ZodType>(
  caller: string,
  schema: S,
  options: unknown,
): z.output<S> {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    if (issue.code === "unrecognized_keys") {
      const known =
        schema instanceof z.ZodObject
          ? ` Known options: ${Object.keys(schema.shape).join(", ")}.`
          : "";
      const keys = issue.keys.map((key) => `"${[...issue.path, key].join(".")}"`);
      return `unknown option ${keys.join(", ")}.${issue.path.length ? "" : known}`;
    }
    const received = issue.path.reduce<unknown>(
      (value, key) => (value as Record<PropertyKey, unknown>)?.[key],
      options,
    );
    const name = issue.path.length ? `option "${issue.path.join(".")}"` : "options";
    return `${name}: ${expectation(issue)}, received ${describeValue(received)}`;
  });
  throw new TypeError(`${caller}: ${problems.join("; ")}`);
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${issue.expected}`;
    case "invalid_value":
      return `expected one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "too_small":
      return `expected a value ${issue.inclusive ? ">=" : ">"} ${issue.minimum}`;
    case "too_big":
      return `expected a value ${issue.inclusive ? "<=" : "<"} ${issue.maximum}`;
    default:
      return issue.message;
  }
}

/** An integer >= 1. */
export const positiveInteger = z.int().min(1);
/** A finite number > 0. */
export const positiveNumber = z.number().gt(0);
/** A seed: an integer >= 0. */
export const seedOption = z.int().min(0).default(0);
