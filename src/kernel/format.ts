/** How a cell's last expression is shown. */
import { inspect } from "node:util";
import type { Kernel, MimeBundle } from "./api";

type Formatter = Parameters<Kernel["addFormatter"]>[0];

/** The method by which a value shows itself; Deno's kernel uses the same. It returns a MIME bundle or a promise of one. */
export const displayMethod = Symbol.for("Jupyter.display");

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
          "text/plain": inspect(value, { depth: 3, maxArrayLength: 50, breakLength: 100 }),
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
