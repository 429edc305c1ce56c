import type { Sharp } from "sharp";

/** How a picture is brought to its size. */
export interface Decoding {
  /** Height and width in pixels. */
  readonly size: number;
  readonly channels: 1 | 3 | 4;
  readonly fit: "cover" | "contain" | "stretch";
  /** What shows through, and what fills the borders of `"contain"`: a CSS colour. */
  readonly background: string;
}

/** Pixels that are no file: rows from the top, channels together. */
export interface RawPixels {
  readonly bytes: Uint8Array;
  /** Height and width. */
  readonly side: number;
  readonly channels: 1 | 3 | 4;
}

const fits = { cover: "cover", contain: "contain", stretch: "fill" } as const;

/**
 * A picture as bytes `[size, size, channels]`: turned as its EXIF says, transparent pixels over the
 * background (kept where there are four channels), the first frame of an animation; 16 bits,
 * palettes and CMYK become sRGB or grey.
 *
 * @param picture its path, what its file holds, or pixels
 * @throws Error when the file is broken or no picture
 */
export async function decodeImage(
  picture: string | Buffer | RawPixels,
  { size, channels, fit, background }: Decoding,
): Promise<Uint8Array> {
  const turned = open(picture).autoOrient();
  const isClear = channels === 4;
  const { data, info } = await (isClear ? turned.ensureAlpha() : turned.flatten({ background }))
    .resize(size, size, { fit: fits[fit], background: isClear ? "transparent" : background })
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  if (info.channels === channels) return data;
  throw new Error(`expected ${channels} channels, received ${info.channels}`);
}

/** @throws TypeError when it is no CSS colour */
export function checkBackground(caller: string, background: string): void {
  const sharp = require("sharp") as typeof import("sharp");
  try {
    sharp({ create: { width: 1, height: 1, channels: 4, background } });
  } catch {
    throw new TypeError(
      `${caller}: option "background": expected a CSS colour, such as "white" or "#336699", ` +
        `received "${background}"`,
    );
  }
}

function open(picture: string | Buffer | RawPixels): Sharp {
  // Loaded only where pictures are: it brings 20 MB of libraries with it.
  const sharp = require("sharp") as typeof import("sharp");
  if (typeof picture === "string" || Buffer.isBuffer(picture))
    return sharp(picture, { failOn: "error" });
  const { bytes, side, channels } = picture;
  return sharp(bytes, { raw: { width: side, height: side, channels } });
}
