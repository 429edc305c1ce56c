/** How a cell's last expression is shown. */
import { inspect, types, type InspectOptions } from "node:util";
import { describeError } from "../../base/describeError";
import type { Kernel, MimeBundle } from "../api";
import { imageBundle, readImage } from "./image";
import { readTable, tableBundle } from "./table";

const { isPromise } = types;
type Formatter = Parameters<Kernel["addFormatter"]>[0];

/**
 * The method by which a value shows itself; Deno's kernel uses the same. It returns a MIME bundle
 * or a promise of one.
 */
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

/** A value as text, whatever it does when it is looked at. */
export function describe(value: unknown): string {
  try {
    const text = inspect(value, { depth: 3, maxArrayLength: 50, breakLength: 100 });
    return text + (isPromise(value) ? "\nIt is a promise: `await` it to have what it gives." : "");
  } catch (error) {
    return `a value that cannot be shown (${describeError(error)})`;
  }
}

/** A model or a game is large: its text is made only where it has none of its own. */
const withText = (value: unknown, bundle: MimeBundle): MimeBundle =>
  "text/plain" in bundle ? bundle : { "text/plain": describe(value), ...bundle };

/** A value as a MIME bundle, always with text. @throws whatever the value's own method throws */
export async function format(
  value: unknown,
  formatters: readonly Formatter[],
): Promise<MimeBundle> {
  const own = ownMethod(value);
  if (own) return withText(value, ((await own.call(value)) as MimeBundle | undefined) ?? {});
  try {
    for (const formatter of formatters) {
      const bundle = await formatter(value);
      if (bundle) return withText(value, bundle);
    }
    return withText(value, formatPlainly(value));
  } catch (error) {
    // A getter or a Proxy of the value, or a fault of the formatter.
    return { "text/plain": `${describe(value)}\nIt has no picture: ${describeError(error)}` };
  }
}

/** The same where nothing can be waited for: without what only a promise would give. */
export function formatAtOnce(value: unknown, formatters: readonly Formatter[]): MimeBundle {
  try {
    const own = ownMethod(value);
    const makers = own ? [() => own.call(value)] : formatters.map((make) => () => make(value));
    for (const make of makers) {
      const made = make();
      if (isPromise(made)) made.catch(() => undefined);
      else if (made) return withText(value, made as MimeBundle);
    }
    return withText(value, own ? {} : formatPlainly(value));
  } catch (error) {
    return { "text/plain": `${describe(value)}\nIt has no picture: ${describeError(error)}` };
  }
}

/** Tables and pictures that need no library. */
function formatPlainly(value: unknown): MimeBundle {
  const table = readTable(value);
  if (table) return tableBundle(table, describe(value));
  const image = readImage(value);
  return image ? imageBundle(image) : {};
}

function ownMethod(value: unknown): ((this: unknown) => unknown) | undefined {
  if (value === null || value === undefined) return undefined;
  try {
    const own: unknown = Reflect.get(Object(value), displayMethod);
    return typeof own === "function" ? (own as (this: unknown) => unknown) : undefined;
  } catch {
    return undefined; // a Proxy that does not want to be asked
  }
}
