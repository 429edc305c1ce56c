import assert from "node:assert/strict";

/** The numbers of a printed line that begins with a name. */
export const row = (printed: string, name: string): number[] => {
  const line = printed.split("\n").find((one) => one.startsWith(name));
  assert.ok(line, `expected a line of "${name}"`);
  return [...line.slice(name.length).matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);
};
