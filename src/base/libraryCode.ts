const known = new WeakSet<object>();

/**
 * Marks a function or a class of ours whose work depends on nothing but what it is given: a
 * compiled step that holds it need not look whether it still does the same.
 */
export function markLibraryCode(code: object): void {
  known.add(code);
}

/** Marks all functions that an object has. */
export function markLibraryFunctions<T extends object>(owner: T): T {
  const values: unknown[] = Object.values(owner);
  for (const value of values) if (typeof value === "function") known.add(value);
  return owner;
}

/** Whether a function or a class has been marked. */
export const isLibraryCode = (code: object): boolean => known.has(code);

/** Whether an object's function has been marked. */
export const isLibraryFunction = <T extends object>(owner: T, name: keyof T): boolean =>
  known.has(owner[name] as object);
