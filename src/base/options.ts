import { z } from "zod";
import { describeIssue } from "./issues";
import { describeUnknown } from "./unknownKeys";

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
 * Checks an options object, or what a file holds, against its schema and fills in the defaults.
 *
 * @param caller who throws: a function's name, or a file's path
 * @throws TypeError naming the option, what was expected and what was received
 */
export function parseOptions<S extends z.ZodType>(
  caller: string,
  schema: S,
  options: unknown,
): z.output<S> {
  const result = schema.safeParse(options, { error: describeIssue });
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const { path, message } = issue;
    if (issue.code === "unrecognized_keys") {
      const { keys } = issue;
      return describeUnknown(keys.map((key) => [...path, key].join("."))) + message;
    }
    const received = path.reduce<unknown>(
      (value, key) => (value as Record<PropertyKey, unknown>)?.[key],
      options,
    );
    const name = path.length ? `option "${path.join(".")}"` : "options";
    return `${name}: ${message}, received ${describeValue(received)}`;
  });
  throw new TypeError(`${caller}: ${problems.join("; ")}`);
}

const defined = new Map<string, z.ZodType[]>();

/** The schemas of every public function that takes options, by its name; for tests of them all. */
export const definedOptions: ReadonlyMap<string, readonly z.ZodType[]> = defined;

/**
 * The options of a public function, once for each function (and preset): returns what checks them
 * and fills in the defaults. Every function that takes options begins with it.
 *
 * @returns a function that throws a TypeError naming the function, the option, what was expected
 *   and what was received; of an option that is not known also the one that may be meant
 */
export function defineOptions<S extends z.ZodType>(
  caller: string,
  schema: S,
): (options: unknown) => z.output<S> {
  defined.set(caller, [...(defined.get(caller) ?? []), schema]);
  return (options) => parseOptions(caller, schema, options);
}

/** An integer >= 1. */
export const positiveInteger = z.int().min(1);
/** A finite number > 0. */
export const positiveNumber = z.number().gt(0);
/** A seed: an integer >= 0. */
export const seedOption = z.int().min(0).default(0);

/**
 * What is given by its place, not by name, and has to be a whole number.
 *
 * @throws RangeError naming the function, what was expected and what was received
 */
export function requireInteger(caller: string, name: string, value: unknown, least = 1): void {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least)
    throw new RangeError(
      `${caller}: expected ${name} to be an integer >= ${least}, received ${describeValue(value)}`,
    );
}
