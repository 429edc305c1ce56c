import assert from "node:assert/strict";
import type { NotebookClaims } from "./claim";
import { between, mean, spread } from "./looks";
import type { Outputs } from "./outputs";

/** Rows of twelve pictures each. */
const film = (out: Outputs): number[][][] => {
  const tiles = out.tiles("cell-14");
  return Array.from({ length: tiles.length / 12 }, (_, i) => tiles.slice(12 * i, 12 * i + 12));
};
const middle = (pictures: readonly (readonly number[])[]): number[] =>
  pictures[0]!.map((_, p) => mean(pictures.map((picture) => picture[p]!)));
const digitsFound = (out: Outputs, cell: string): number =>
  Number(/(\d+)\/10 digits/.exec(out.texts(cell)[0]!)![1]);

export const notebook05: NotebookClaims = {
  file: "05-train-on-mnist.ipynb",
  claims: [
    {
      cell: "cell-09",
      says: "**Predict:** what will appear first, single strokes or whole digits?",
      shows: (out) => {
        // After one epoch: no digit, but ink in the middle, and none at the borders.
        const early = middle(film(out)[1]!);
        const ink = (p: number): boolean => p % 28 > 7 && p % 28 < 20 && p > 28 * 7 && p < 28 * 20;
        const [inside, outside] = [true, false].map((within) =>
          mean(early.filter((_, p) => ink(p) === within)),
        );
        assert.ok(inside! > 2 * outside!, `${inside} ${outside}`);
      },
    },
    {
      cell: "cell-11",
      says: "**Predict** before you look: will they be 64 different digits?",
      shows: (out) => assert.equal(digitsFound(out, "cell-10"), 1),
    },
    {
      cell: "cell-13",
      says: "All 64 vectors give the same picture.",
      shows: (out) => {
        const tiles = out.tiles("cell-12");
        assert.equal(tiles.length, 64);
        assert.ok(spread(tiles) < 0.15 * spread(out.tiles("cell-16")));
      },
    },
    {
      cell: "cell-13",
      says:
        "each row is the same twelve vectors, at the start and after 1, 2, 5, 10, 20, 40, 60, " +
        "80 and 100 epochs.",
      shows: (out) => assert.equal(film(out).length, 10),
    },
    {
      cell: "cell-13",
      says:
        "**Notice** that the first rows still vary a little; that the third is already one " +
        "shape, something like an 8; and that later rows are *other* shapes",
      shows: (out) => {
        const rows = film(out);
        assert.ok(spread(rows[0]!) > 2 * spread(rows.at(-1)!), "the first rows vary");
        const shapes = rows.slice(2).map(middle);
        const moves = shapes.slice(1).map((shape, i) => spread([shape, shapes[i]!]));
        assert.ok(moves.filter((move) => move > 20).length >= 3, moves.join(" "));
      },
    },
    {
      cell: "cell-17",
      says: "Here they part: D improves faster.",
      shows: (out) => {
        const [ofD, ofG] = ["discriminator", "generator"].map((name) => out.trace("cell-18", name));
        assert.ok(mean(between(ofD!, 8000, 10001)) < 0.7 * mean(between(ofD!, 0, 1000)));
        assert.ok(mean(between(ofG!, 8000, 10001)) > 1.5 * mean(between(ofG!, 0, 1000)));
      },
    },
    {
      cell: "cell-19",
      says: "D, with its convolutions, recognises nearly every forgery.",
      shows: (out) =>
        assert.ok(mean(between(out.trace("cell-20", "D(G(z)), generated"), 5000, 10001)) < 0.1),
    },
    {
      cell: "cell-23",
      says: "**Notice** that G has moved on to another picture.",
      shows: (out) => {
        const [before, after] = ["cell-12", "cell-24"].map((cell) => out.tiles(cell));
        assert.ok(spread([middle(before!), middle(after!)]) > 2 * spread(after!));
      },
    },
    {
      cell: "mnist-90",
      says: "**Predict:** one picture, or many?",
      shows: (out) => assert.ok(digitsFound(out, "mnist-91") >= 7),
    },
  ],
  told: [
    { says: "In formulas: $L_D = ", why: "definitions; test/train/losses.test.ts" },
    {
      says: "10,000 handwritten digits, and the game of notebook 4",
      why: "what the cells below do",
    },
    { says: "binary cross-entropy, and Adam with 2e-4", why: "test/train/defaults.test.ts" },
    { says: "All 10,000 digits, and two fresh players.", why: "what the code below it does" },
    {
      says: "move one and **notice** what the losses do",
      why: "test/notebook/panelBrowser.test.ts",
    },
    {
      says: "**Notice** that nothing in these curves says *all pictures are the same*",
      why: "a warning",
    },
    { says: "The same 64 latent vectors as above.", why: "the seed in both cells" },
    { says: "D compares each real digit with a fake one", why: "a definition" },
    { says: "(1e-3, as in R3GAN)", why: "test/train/defaults.test.ts" },
  ],
};
