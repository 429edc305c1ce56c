/** How a cell's last expression is shown. */
import { inspect, types, type InspectOptions } from "node:util";
import type { Kernel, MimeBundle } from "./api";

const { isPromise } = types;
type Formatter = Parameters<Kernel["addFormatter"]>[0];

/** The method by which a value shows itself; Deno's kernel uses the same. It returns a MIME bundle or a promise of one. */
export const displayMethod = Symbol.for("Jupyter.display");

/**
 * Shows promises without what Node's async hooks hang on them, such as the request that made them.
 * Called once.
 */
export function showPromisesPlainly(): void {
  const show = function (this: object, _: number, options: InspectOptions): string {
    for (const symbol of Object.getOwnPropertySymbols(this))
      Object.defineProperty(this, symbol, { enumerable: false });
    return inspect(this, { ...options, customInspect: false });
  };
  const prototype: object = Promise.prototype;
  Object.defineProperty(prototype, inspect.custom, { value: show, configurable: true });
}

const describe = (value: unknown): string =>
  inspect(value, { depth: 3, maxArrayLength: 50, breakLength: 100 }) +
  (isPromise(value) ? "\nIt is a promise: `await` it to have what it gives." : "");

/** A value as a MIME bundle, always with text. @throws whatever the value's own method throws */
export async function format(
  value: unknown,
  formatters: readonly Formatter[],
): Promise<MimeBundle> {
  // A model or a game is large: its text is made only where it has none of its own.
  const withText = (bundle: MimeBundle): MimeBundle =>
    "text/plain" in bundle
      ? bundle
      : {
          "text/plain": describe(value),
          ...bundle,
        };
  const own: unknown =
    value === null || value === undefined ? undefined : Reflect.get(Object(value), displayMethod);
  if (typeof own === "function")
    return withText(((await own.call(value)) as MimeBundle | undefined) ?? {});
  for (const formatter of formatters) {
    const bundle = await formatter(value);
    if (bundle) return withText(bundle);
  }
  return withText({});
}
