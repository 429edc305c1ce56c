import { onInterrupt } from "../../base/interrupt";
import { tellOfWork } from "../../base/slowWork";
import { decodeImage, type Decoding, type RawPixels } from "./decodeImage";
import type { WriteRow } from "./pixelFile";

/** A picture to decode. */
export interface Decodable {
  /** What it is called in messages. */
  readonly name: string;
  /** Its path, what its file holds, or its pixels. */
  read(): Promise<string | Buffer | RawPixels>;
}

/** A picture that could not be decoded. */
export interface BrokenImage {
  /** Which of the pictures it is. */
  readonly index: number;
  readonly message: string;
}

/** Pictures that are decoded at once. */
const together = 16;
const longest = 200;

/**
 * Decodes pictures and writes those that are whole, in their order.
 *
 * @param refuse called with the first broken ones, to throw
 * @returns the broken ones
 * @throws what `refuse` throws; Error when a notebook's stop button was pressed
 */
export async function decodeImages(
  images: readonly Decodable[],
  decoding: Decoding,
  write: WriteRow,
  refuse: ((broken: readonly BrokenImage[]) => void) | undefined,
): Promise<BrokenImage[]> {
  const broken: BrokenImage[] = [];
  const tell = tellOfWork("loadImages: pictures", images.length);
  let stopped = false;
  const release = onInterrupt(() => (stopped = true));
  try {
    for (let start = 0; start < images.length; start += together) {
      if (stopped) throw new Error("loadImages: stopped; nothing was kept, load them again");
      const some = images.slice(start, start + together);
      const outcomes = await Promise.allSettled(
        some.map(async (image) => decodeImage(await image.read(), decoding)),
      );
      for (const [i, outcome] of outcomes.entries())
        if (outcome.status === "fulfilled") write(outcome.value);
        else broken.push({ index: start + i, message: shorten(outcome.reason) });
      if (broken.length) refuse?.(broken);
      tell(start + some.length);
    }
  } finally {
    release();
  }
  return broken;
}

const shorten = (reason: unknown): string => {
  const { message } = reason as Error;
  return message.length > longest ? `${message.slice(0, longest)}…` : message;
};
