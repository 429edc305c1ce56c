/**
 * A copy of a JSON-like value with its numbers cut to `digits` significant digits: plots need no
 * more.
 */
export function roundNumbers(value: unknown, digits = 4): unknown {
  if (typeof value === "number") return Number(value.toPrecision(digits));
  if (Array.isArray(value)) return value.map((entry) => roundNumbers(entry, digits));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, roundNumbers(entry, digits)]),
  );
}
