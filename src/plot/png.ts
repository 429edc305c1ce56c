import { PNG } from "pngjs";

/** A picture as the bytes of a PNG file. */
export interface Png {
  readonly bytes: Uint8Array;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** Whether a value is a picture. */
export function isPng(value: unknown): value is Png {
  const { bytes, width, height } = (value ?? {}) as Partial<Png>;
  // Data may be bytes, too.
  return bytes instanceof Uint8Array && width !== undefined && height !== undefined;
}

/** Encodes RGB pixels, three bytes each, row by row. */
export function encodePng(width: number, height: number, rgb: Uint8Array): Png {
  const png = new PNG({ width, height, inputColorType: 2, inputHasAlpha: false });
  png.data = Buffer.from(rgb);
  // Pictures are small and often made while a game waits: quick comes before smallest.
  const quick = { deflateLevel: 3, deflateStrategy: 0, filterType: 0 as const };
  const bytes = PNG.sync.write(png, {
    inputColorType: 2,
    inputHasAlpha: false,
    colorType: 2,
    ...quick,
  });
  return { bytes: new Uint8Array(bytes), width, height };
}

/** The picture as a `data:` URL. */
export function pngUrl(png: Pick<Png, "bytes">): string {
  return `data:image/png;base64,${Buffer.from(png.bytes).toString("base64")}`;
}

/**
 * The bytes of a PNG file, if that is what they are.
 *
 * @throws Error when they are not, or damaged
 */
export function checkPng(bytes: Uint8Array): Uint8Array {
  try {
    PNG.sync.read(Buffer.from(bytes));
  } catch (cause) {
    throw new Error(`expected a PNG file, received a damaged one (${(cause as Error).message})`, {
      cause,
    });
  }
  return bytes;
}
