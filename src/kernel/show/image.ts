/** Bytes that are a picture, and pixels. */
import { types } from "node:util";
import type { PNG } from "pngjs";
import type { MimeBundle } from "../api";
import { escapeHtml } from "./html";

/** A picture's pixels, as a canvas gives them: red, green, blue and alpha, row by row. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** A picture's file. */
interface ImageFile {
  bytes: Uint8Array;
  kind: "PNG" | "JPEG" | "GIF" | "WebP";
}

/** Larger pictures are sent only once, without the HTML that has their text for who cannot see. */
const mostTwice = 1 << 18; // bytes

/** What the files of each kind begin with; a space stands for any byte. */
const beginnings = [
  ["PNG", "\x89PNG\r\n\x1a\n"],
  ["JPEG", "\xff\xd8\xff"],
  ["GIF", "GIF87a"],
  ["GIF", "GIF89a"],
  ["WebP", "RIFF    WEBP"],
] as const;

/** A picture's file, from its bytes or its pixels; undefined where a value is neither. */
export function readImage(value: unknown): ImageFile | undefined {
  if (types.isUint8Array(value)) {
    const head = Buffer.from(value.subarray(0, 12)).toString("latin1");
    const fits = (beginning: string): boolean =>
      [...beginning].every((character, i) => character === " " || character === head[i]);
    const found = beginnings.find(([, beginning]) => fits(beginning));
    return found && { bytes: value, kind: found[0] };
  }
  return isPixels(value) ? { bytes: encode(value), kind: "PNG" } : undefined;
}

/** "PNG image, 20 x 10 pixels". */
export function imageText({ bytes, kind }: ImageFile): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size =
    kind === "PNG" && bytes.length >= 24
      ? [view.getUint32(16), view.getUint32(20)]
      : kind === "GIF" && bytes.length >= 10
        ? [view.getUint16(6, true), view.getUint16(8, true)]
        : undefined;
  return `${kind} image, ${size ? `${size[0]} x ${size[1]} pixels` : `${bytes.length} bytes`}`;
}

/** The picture in every form that front ends know, with its text for who cannot see it. */
export function imageBundle(image: ImageFile, alt = imageText(image)): MimeBundle {
  const { bytes, kind } = image;
  const type = `image/${kind.toLowerCase()}`;
  const data = Buffer.from(bytes).toString("base64");
  // JupyterLab gives no text to pictures, but for those in HTML.
  const html = `<img alt="${escapeHtml(alt)}" src="data:${type};base64,${data}">`;
  return {
    ...(bytes.length <= mostTwice && { "text/html": html }),
    [type]: data,
    "text/plain": alt,
  };
}

function isPixels(value: unknown): value is Pixels {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  const { width, height, data } = value as Partial<Pixels>;
  return (
    types.isUint8ClampedArray(data) &&
    Number.isInteger(width) &&
    Number.isInteger(height) &&
    width! > 0 &&
    height! > 0 &&
    data.length === width! * height! * 4
  );
}

function encode({ width, height, data }: Pixels): Uint8Array {
  // Few notebooks show pixels: the encoder is loaded for them.
  const library = require("pngjs") as { PNG: typeof PNG };
  const png = new library.PNG({ width, height });
  png.data = Buffer.from(data);
  return library.PNG.sync.write(png);
}
