import assert from "node:assert/strict";
import { createDataset } from "../../src/data/dataset";
import { judgeSamples } from "../../src/measure/judge";
import { apart, mean } from "./looks";
import type { NotebookClaims } from "./claim";
import type { Outputs } from "./outputs";

const named = (tiles: readonly (readonly number[])[]): number[] => {
  const samples = Float32Array.from(tiles.flat(), (grey) => grey / 127.5 - 1);
  return [...judgeSamples(createDataset({ name: "tiles", samples, shape: [28, 28, 1] })).labels];
};
/** Five ways of twelve stops. */
const ways = (out: Outputs, cell: string): number[][][] => {
  const tiles = out.tiles(cell, 28, 1);
  return Array.from({ length: 5 }, (_, i) => tiles.slice(12 * i, 12 * i + 12));
};

export const notebook06: NotebookClaims = {
  file: "06-what-it-learned.ipynb",
  claims: [
    {
      cell: "cell-05",
      says: "**Predict:** are all ten digits there?",
      shows: (out) => {
        const counts = Array.from({ length: 10 }, (_, digit) => digit).map(
          (digit) => named(out.tiles("cell-06")).filter((one) => one === digit).length,
        );
        assert.ok(Math.min(...counts) > 0, `all are: ${counts.join(" ")}`);
        assert.ok(Math.max(...counts) > 2 * Math.min(...counts), "not equally frequent");
      },
    },
    {
      cell: "cell-07",
      says: "**Notice** that there are no jumps",
      shows: (out) => {
        for (const way of ways(out, "cell-08")) {
          const whole = apart(way[0]!, way.at(-1)!);
          const steps = way.slice(1).map((stop, i) => apart(stop, way[i]!));
          assert.ok(Math.max(...steps) < 0.6 * whole, `${Math.max(...steps)} of ${whole}`);
        }
      },
    },
    {
      cell: "cell-09",
      says: "**Predict** what the middle of it looks like.",
      shows: (out) => {
        // Much like the middle of the other way: nearer to it than to either end.
        const [round, straight] = ["cell-08", "cell-10"].map((cell) => ways(out, cell));
        for (const [i, way] of straight!.entries()) {
          const middle = way[5]!;
          const ends = Math.min(apart(middle, way[0]!), apart(middle, way.at(-1)!));
          assert.ok(apart(middle, round![i]![5]!) < ends, `way ${i}`);
        }
      },
    },
    {
      cell: "cell-13",
      says: "**Predict:** if G had memorised, what would the two rows show?",
      shows: (out) => {
        const [drawn, real] = [0, 1].map((place) => out.tiles("cell-16", 28, 2, 2, place));
        const distances = drawn!.map((tile, i) => apart(tile, real![i]!));
        assert.ok(Math.min(...distances) > 20 && mean(distances) > 30, distances.join(" "));
      },
    },
    {
      cell: "cell-17",
      says: "often the nearest is another digit altogether",
      shows: (out) => {
        const [drawn, real] = [0, 1].map((place) => named(out.tiles("cell-16", 28, 2, 2, place)));
        assert.ok(drawn!.filter((digit, i) => digit !== real![i]).length >= 4);
      },
    },
  ],
  told: [
    { says: "vectors with 32 random entries all have lengths near √32", why: "mathematics" },
    { says: "the middle is the vector 0", why: "test/build/latent.test.ts" },
    { says: "**Notice** the continents", why: "for the eye: a plane of pictures, not measured" },
    { says: "the most similar of all 10,000 real digits", why: "what the code below it does" },
  ],
};
