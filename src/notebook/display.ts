import { z } from "zod";
import { describeError } from "../base/describeError";
import { defineOptions, describeValue } from "../base/options";
import { describe } from "../kernel/show/format";
import { imageBundle, imageText, readImage, type Pixels } from "../kernel/show/image";
import { readTable, tableBundle } from "../kernel/show/table";
import { present } from "./place";

export interface PictureDisplayOptions {
  /** What is said to who cannot see it. Default: "SVG picture", or the file's kind and size. */
  alt?: string;
}

const altSchema = z.strictObject({ alt: z.string().min(1).optional() });
const readSvgOptions = defineOptions("display.svg", altSchema);
const readImageOptions = defineOptions("display.image", altSchema);

function checkText(caller: string, text: unknown): string {
  if (typeof text === "string") return text;
  throw new TypeError(`display.${caller}: expected a string, received ${describeValue(text)}`);
}

const showText =
  (caller: string, type: string) =>
  (text: string): void => {
    const checked = checkText(caller, text);
    present({ [type]: checked, "text/plain": checked });
  };

/**
 * Shows what you make yourself under the running cell, in the middle of it if you like. In a script
 * each prints its text.
 *
 * @throws TypeError "display.html: expected a string, received …", when it gets something else than
 * it shows
 */
export const display = {
  /**
   * Shows plain text as it is.
   *
   * @throws TypeError when it is no string
   */
  text: (text: string): void => present({ "text/plain": checkText("text", text) }),
  /**
   * Shows HTML. What comes from elsewhere has to be escaped by you.
   *
   * @throws TypeError when it is no string
   */
  html: showText("html", "text/html"),
  /**
   * Shows Markdown, with formulas between dollar signs.
   *
   * @throws TypeError when it is no string
   */
  markdown: showText("markdown", "text/markdown"),
  /**
   * Shows LaTeX, with its dollar signs: `"$$x^2$$"`.
   *
   * @throws TypeError when it is no string
   */
  latex: showText("latex", "text/latex"),
  /**
   * Shows an SVG picture: a text that begins with `<svg`.
   *
   * @throws TypeError on a wrong option, or when it is no SVG
   */
  svg(svg: string, options: PictureDisplayOptions = {}): void {
    const { alt = "SVG picture" } = readSvgOptions(options);
    const text = checkText("svg", svg);
    if (!/<svg[\s/>]/.test(text))
      throw new TypeError(`display.svg: expected "<svg …", received ${describeValue(svg)}`);
    present({ "image/svg+xml": text, "text/plain": alt });
  },
  /**
   * Shows a value as a tree that can be folded.
   *
   * @throws TypeError when JSON cannot hold it: a function, a circle
   */
  json(value: unknown): void {
    present({ "application/json": toJson(value), "text/plain": describe(value) });
  },
  /**
   * Shows an array of plain objects, a Map or a Set as a table: at most 50 rows and 20 columns, and
   * how many are left.
   *
   * @throws TypeError when it is none of these, or has nothing in it
   */
  table(rows: readonly object[] | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>): void {
    const table = readTable(rows);
    if (!table)
      throw new TypeError(
        "display.table: expected an array of objects, a Map or a Set with something in it, " +
          `received ${describeValue(rows)}`,
      );
    present(tableBundle(table, describe(rows)));
  },
  /**
   * Shows the bytes of a PNG, JPEG, GIF or WebP file, or pixels as a canvas gives them.
   *
   * @param image the file's bytes; or pixels, `{ width, height, data }`: four bytes each (red,
   * green, blue, alpha)
   * @throws TypeError on a wrong option, or when it is no picture
   */
  image(image: Uint8Array | Pixels, options: PictureDisplayOptions = {}): void {
    const { alt } = readImageOptions(options);
    const file = readImage(image);
    if (!file)
      throw new TypeError(
        "display.image: expected the bytes of a PNG, JPEG, GIF or WebP file, or " +
          "{ width, height, data: Uint8ClampedArray of width * height * 4 }, " +
          `received ${describeValue(image)}`,
      );
    present(imageBundle(file, alt ?? imageText(file)));
  },
};

function toJson(value: unknown): unknown {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    throw new TypeError(
      `display.json: expected a value that JSON can hold, received ${describeValue(value)} ` +
        `(${describeError(error)})`,
      { cause: error },
    );
  }
  if (text !== undefined) return JSON.parse(text);
  throw new TypeError(
    `display.json: expected a value that JSON can hold, received ${describeValue(value)}`,
  );
}
