/** Exercises of notebook 12: players that fit, and pictures from the other side. */
import { functionExercise } from "./exercise";

/** How often a side can be halved while it is even and not shorter than `shortest`. */
function halvingsOf(side: number, shortest: number): number {
  let [count, now] = [0, side];
  while (now % 2 === 0 && now >= shortest) [count, now] = [count + 1, now / 2];
  return count;
}

/** How often a picture's side is halved by the players that fit it. */
export const halvings = functionExercise<readonly [side: number]>({
  inputs: ["side"],
  cases: [[32], [28], [64], [16], [48], [36], [256]],
  truth: (side) => halvingsOf(side, 8),
  mistakes: [
    { gives: (side) => Math.log2(side), hint: "it stops at 4 pixels, not at 1." },
    { gives: (side) => Math.floor(Math.log2(side)), hint: "it stops at 4 pixels, not at 1." },
    {
      gives: (side) => Math.floor(Math.log2(side)) - 2,
      hint: "right for powers of two. What becomes of 36, which is odd after a while?",
    },
    { gives: (side) => Math.log2(side / 4), hint: "right for powers of two. What of 28 and 48?" },
    { gives: (side) => halvingsOf(side, 4), hint: "4 pixels are to be left, not 2." },
    { gives: (side) => halvingsOf(side, 9), hint: "8 can still be halved: 4 are left." },
  ],
  hint: "halve while the side is even and 4 pixels or more are left; count.",
  right: "28 can be halved twice only: that is why its D is so much smaller.",
});

type Picture = readonly [pixels: readonly number[], width: number, channels: number];

/** Moves the numbers of a picture; `from` says where the number at (row, column, channel) was. */
const moved = (
  pixels: readonly number[],
  width: number,
  channels: number,
  from: (row: number, column: number, channel: number, height: number) => number,
): number[] =>
  pixels.map((_, i) => {
    const height = pixels.length / width / channels;
    const place = Math.floor(i / channels);
    return pixels[from(Math.floor(place / width), place % width, i % channels, height)]!;
  });

/** A picture from the other side: left becomes right. */
export const mirrored = functionExercise<Picture>({
  inputs: ["pixels", "width", "channels"],
  cases: [
    [[1, 2, 3, 4, 5, 6], 3, 1],
    [[1, 2, 3, 4, 5, 6], 2, 3],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 2, 3],
  ],
  truth: (pixels, width, channels) =>
    moved(pixels, width, channels, (row, x, c) => (row * width + width - 1 - x) * channels + c),
  mistakes: [
    {
      gives: (pixels) => [...pixels].reverse(),
      hint: "that turns the picture round, and red into blue: only columns change places.",
    },
    {
      gives: (pixels, width, channels) =>
        moved(
          pixels,
          width,
          channels,
          (row, x, c) => (row * width + width - 1 - x) * channels + channels - 1 - c,
        ),
      hint: "the columns are right, but red has become blue: the channels stay in their order.",
    },
    {
      gives: (pixels, width, channels) =>
        moved(
          pixels,
          width,
          channels,
          (row, x, c, height) => ((height - 1 - row) * width + x) * channels + c,
        ),
      hint: "that is upside down: rows have changed places, not columns.",
    },
    { gives: (pixels) => pixels, hint: "that is the picture itself." },
  ],
  hint: "(row, column, channel) has place (row · width + column) · channels + channel.",
  right: "A mirrored cat is a cat, a mirrored 3 is none: an augmentation has to fit the data.",
});
