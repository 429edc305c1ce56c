import type { Sharp } from "sharp";

/** How a picture is brought to its size. */
export interface Decoding {
  /** Height and width in pixels. */
  readonly size: number;
  readonly channels: 1 | 3;
  readonly fit: "cover" | "contain" | "stretch";
  /** What shows through, and what fills the borders of `"contain"`: a CSS colour. */
  readonly background: string;
}

const fits = { cover: "cover", contain: "contain", stretch: "fill" } as const;

/**
 * A picture's file as bytes `[size, size, channels]`: turned as its EXIF says, transparent pixels
 * over the background, the first frame of an animation; 16 bits, palettes and CMYK become sRGB or
 * grey.
 *
 * @throws Error when the file is broken or no picture
 */
export async function decodeImage(path: string, decoding: Decoding): Promise<Uint8Array> {
  const { size, channels, fit, background } = decoding;
  // Loaded only where pictures are: it brings 20 MB of libraries with it.
  const sharp = require("sharp") as typeof import("sharp");
  const picture: Sharp = sharp(path, { failOn: "error" })
    .autoOrient()
    .flatten({ background })
    .resize(size, size, { fit: fits[fit], background })
    .toColourspace(channels === 1 ? "b-w" : "srgb");
  const { data, info } = await picture
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  if (info.channels === channels) return data;
  throw new Error(`expected ${channels} channels, received ${info.channels}`);
}
