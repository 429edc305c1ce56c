import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { z } from "zod";
import { defineOptions } from "../base/options";
import { createDataset, type Dataset } from "./dataset";
import { readIdxFile } from "./idxFile";

/**
 * The published MD5 sums of the gzipped files, in the order train images, train labels, test
 * images, test labels.
 */
const PUBLISHED = {
  mnist: [
    "f68b3c2dcbeaaa9fbdd348bbdeb94873",
    "d53e105ee54ea40749a09fcbcd1e9432",
    "9fb629c4189551a2d022fa330f9573f3",
    "ec29112dd5afa0611ce80d1b7f02629c",
  ],
  "fashion-mnist": [
    "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    "25c81989df183df01b3e8a0aad5dffbe",
    "bef4ecab320f06d8554ea6380940ec79",
    "bb300cfdad3c16e7a12a480ee83cd310",
  ],
  kmnist: [
    "bdb82020997e1d708af4cf47b453dcf7",
    "e144d726b3acfaa3e44228e80efcd344",
    "5c965bf0a639b31b8f53240b1b52f4d7",
    "7320c461ea6c1c855c0b718fb2a4b134",
  ],
} as const;

export interface LoadIdxOptions {
  /** Path of the image file (`*-images-idx3-ubyte`, gzipped or not). */
  images: string;
  /** Path of the label file (`*-labels-idx1-ubyte`, gzipped or not). Default: no labels. */
  labels?: string | undefined;
  /** Check that the gzipped files are the published ones of this data set. Default: no checksum. */
  published?: "mnist" | "fashion-mnist" | "kmnist" | undefined;
  /** The dataset's name. Default: `published`, or the image file's path. */
  name?: string | undefined;
}

/** The options, to be kept as JSON. */
export const idxOptions = z.strictObject({
  images: z.string(),
  labels: z.string().optional(),
  published: z.enum(["mnist", "fashion-mnist", "kmnist"]).optional(),
  name: z.string().optional(),
});
const readOptions = defineOptions("loadIdx", idxOptions);

/**
 * Loads images (and labels) from IDX files, the format of MNIST, Fashion-MNIST and KMNIST
 * (http://yann.lecun.com/exdb/mnist): `[n, rows, columns, 1]`, bytes 0 … 255 become -1 … 1.
 *
 * A file's header is read first: what holds more or less than that announces is not unpacked.
 *
 * @throws TypeError on a wrong option; Error when a file is missing, corrupt, of another kind, of
 *   the wrong length or not the published one
 */
export function loadIdx(options: LoadIdxOptions): Dataset {
  const { images, labels, published, name } = readOptions(options);
  const check = (path: string, rank: 1 | 3) => (stored: Buffer, gzipped: boolean) => {
    if (published) checkPublished(path, stored, gzipped, rank, published);
  };
  const classes = labels === undefined ? undefined : readIdxFile(labels, 1, check(labels, 1));
  const pixels = readIdxFile(images, 3, check(images, 3), ([size]) => {
    if (classes && classes.sides[0] !== size)
      throw new Error(
        `loadIdx: expected ${size} labels in ${labels} (one per image), received ` +
          `${classes.sides[0]}. Do both files belong to the same part of the data set?`,
      );
  });
  const [, rows, columns] = pixels.sides as [number, number, number];
  const samples = new Float32Array(pixels.bytes.length);
  for (let i = 0; i < samples.length; i++) samples[i] = pixels.bytes[i]! / 127.5 - 1;
  const data = createDataset({
    name: name ?? published ?? images,
    samples,
    shape: [rows, columns, 1],
    ...(classes && { labels: classes.bytes }),
  });
  const paths = {
    images: resolve(images),
    ...(labels !== undefined && { labels: resolve(labels) }),
  };
  return { ...data, source: { loader: "idx", options: { ...paths, published, name: data.name } } };
}

function checkPublished(
  path: string,
  file: Buffer,
  gzipped: boolean,
  rank: 1 | 3,
  published: keyof typeof PUBLISHED,
): void {
  if (!gzipped)
    throw new Error(
      `loadIdx: ${path}: expected the gzipped file (published checksums cover *.gz), received ` +
        `an unpacked one. Pass the .gz file, or leave out "published".`,
    );
  const received = createHash("md5").update(file).digest("hex");
  const sums: readonly string[] = PUBLISHED[published];
  const known = sums.filter((_, i) => i % 2 === (rank === 3 ? 0 : 1));
  if (!known.includes(received))
    throw new Error(
      `loadIdx: ${path}: expected the published ${published} file (MD5 ` +
        `${known.join(" or ")}), received MD5 ${received}. Download it again.`,
    );
}
