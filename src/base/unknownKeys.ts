import { distance } from "fastest-levenshtein";

/** Which names may be meant by keys that are not known, and which there are. */
export function hint(keys: readonly string[], known: readonly string[]): string {
  const meant = keys.flatMap((key) => nearest(key, known) ?? []);
  return (
    (meant.length ? `; did you mean "${meant.join('", "')}"?` : ".") +
    ` Known options: ${known.join(", ") || "none"}.`
  );
}

/** The beginning of a message that ends with a {@link hint}. */
export const describeUnknown = (names: readonly string[]): string =>
  `unknown option${names.length > 1 ? "s" : ""} "${names.join('", "')}"`;

/** The name that was probably meant: other capitals, or a few letters apart. */
function nearest(key: string, known: readonly string[]): string | undefined {
  const apart = (name: string): number => distance(key.toLowerCase(), name.toLowerCase());
  const [best] = [...known].sort((a, b) => apart(a) - apart(b));
  return best !== undefined && apart(best) <= 0.4 * key.length ? best : undefined;
}

/**
 * Options of which the names alone are looked at. For the kernel, which starts without zod;
 * everything else uses `defineOptions`.
 *
 * @throws TypeError on an unknown option, or for what is no object
 */
export function knownOptions<T extends object>(
  caller: string,
  options: T,
  known: readonly (keyof T & string)[],
): T {
  if (typeof options !== "object" || options === null)
    throw new TypeError(`${caller}: options: expected object, received ${String(options)}`);
  const unknown = Object.keys(options).filter((key) => !known.some((name) => name === key));
  if (unknown.length === 0) return options;
  throw new TypeError(`${caller}: ${describeUnknown(unknown)}${hint(unknown, known)}`);
}
