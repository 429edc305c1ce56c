import { z } from "zod";
import { printMessage } from "../../base/output";
import { parseOptions } from "../../base/options";
import { randomStream } from "../../base/random";
import type { DataFacts } from "../dataset";
import { toLabels } from "../labels";
import { splitDataset, type SplitDataset } from "../split";
import type { Pictures } from "../pictures";
import type { Classes } from "./classes";
import { decodeImages, type BrokenImage, type Decodable } from "./decodeImages";
import type { Decoding } from "./decodeImage";
import { keepPixels } from "./keepPixels";
import { keyOf } from "./pixelFile";

/** Pictures that lie somewhere, to be made data of. */
export interface FoundImages {
  /** The data's name. */
  readonly name: string;
  /** The folder, archive or file that they lie in. */
  readonly path: string;
  readonly images: readonly (Decodable & { readonly stamp: string })[];
  readonly classes: Classes | undefined;
}

/** Which of them, in which order, and what to do with broken ones. */
export interface Choice extends Decoding {
  readonly limit?: number | undefined;
  readonly seed: number;
  readonly broken: "skip" | "refuse";
  readonly holdOut?: number | undefined;
}

const mostNamed = 5;
const brokenNotes = z.array(z.object({ index: z.int(), message: z.string() }));

/** The pictures that are chosen, decoded once, in the seed's order. */
export async function gatherPictures(found: FoundImages, choice: Choice): Promise<Pictures> {
  const { images, classes } = found;
  const { size, channels, fit, background, seed, limit } = choice;
  const order = randomStream(seed, "split").permutation(images.length).subarray(0, limit);
  // Files keep them in the order of their names, whatever the seed; of some there is another file.
  const places = order.length < images.length ? order.slice().sort() : [...images.keys()];
  const decoded = Array.from(places, (place) => images[place]!);
  const decoding = { size, channels, fit, background };
  const some = order.length < images.length && { limit, seed };
  const { bytes, notes } = await keepPixels(
    {
      path: found.path,
      name: `${size}x${size}x${channels}-${fit}-${keyOf(decoding, some).slice(0, 8)}.pixels`,
      key: keyOf(
        decoding,
        decoded.map(({ name, stamp }) => [name, stamp]),
      ),
      size: decoded.length * size * size * channels,
    },
    (write) => {
      const refuse = choice.broken === "refuse" ? reporter(found, decoded, "refuse") : undefined;
      return decodeImages(decoded, decoding, write, refuse);
    },
  );
  const broken = parseOptions("loadImages", brokenNotes, notes);
  if (broken.length)
    reporter(found, decoded, broken.length < decoded.length ? choice.broken : "refuse")(broken);
  const rowOf = rowsOf(places, broken);
  const kept = order.filter((place) => rowOf.has(place));
  return {
    name: found.name,
    bytes,
    rows: kept.map((place) => rowOf.get(place)!),
    shape: [size, size, channels],
    size: kept.length,
    ...(classes && {
      labels: toLabels(Array.from(kept, (place) => classes.labels[place]!)),
      classNames: classes.classNames,
    }),
  };
}

/** In which row each picture that is whole was written. */
function rowsOf(
  places: Iterable<number>,
  broken: readonly BrokenImage[],
): ReadonlyMap<number, number> {
  const left = new Set(broken.map(({ index }) => index));
  const whole = [...places].filter((_, i) => !left.has(i));
  return new Map(whole.map((place, row) => [place, row]));
}

/** Names broken pictures, and throws where they are refused. */
function reporter(
  { path }: FoundImages,
  images: readonly Decodable[],
  choice: "skip" | "refuse",
): (broken: readonly BrokenImage[]) => void {
  return (broken) => {
    const more = broken.length > mostNamed ? ` and ${broken.length - mostNamed} more` : "";
    const named = broken
      .slice(0, mostNamed)
      .map(({ index, message }) => `${images[index]!.name} (${message})`)
      .join("; ");
    if (choice === "refuse")
      throw new Error(
        `loadImages: expected whole pictures below ${path}, received broken ones: ` +
          `${named}${more}; repair or remove them`,
      );
    printMessage(`loadImages: left out ${broken.length} broken pictures: ${named}${more}`, "warn");
  };
}

/** Data with what finds them again. */
type Source = NonNullable<DataFacts["source"]>;

/** Cuts pictures in two where some are held out, and says of each part where it came from. */
export function withSource(
  data: Pictures,
  { holdOut, seed }: Pick<Choice, "holdOut" | "seed">,
  source: Source,
): Pictures | SplitDataset<Pictures> {
  if (holdOut === undefined) return { ...data, source };
  const { all, train, test } = splitDataset(data, holdOut, seed);
  return {
    all: { ...all, source: { ...source, part: "all" } },
    train: { ...train, source: { ...source, part: "train" } },
    test: { ...test, source: { ...source, part: "test" } },
  };
}
