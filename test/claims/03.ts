import assert from "node:assert/strict";
import type { NotebookClaims } from "./claim";
import { apart, share } from "./looks";

const scores = (printed: string): number[][] =>
  printed
    .trim()
    .split("\n")
    .map((line) => [...line.matchAll(/\d\.\d+/g)].map(Number));

export const notebook03: NotebookClaims = {
  file: "03-define-g-and-d.ipynb",
  claims: [
    {
      cell: "cell-03",
      says:
        "**Notice** the two dense layers: the first mixes the 100 numbers into 128 features, " +
        "the second paints all 784 pixels at once.",
      shows: (out) =>
        assert.match(out.printed("cell-06"), /null,100.*null,128.*null,128.*null,784/s),
    },
    {
      cell: "cell-05",
      says: "**Predict:** which layer holds most of G's weights?",
      shows: (out) => assert.match(out.printed("cell-06"), / 12928 .* 101136 /s),
    },
    {
      cell: "cell-07",
      says: "**Notice** that the pictures differ: even now each z has a picture of its own.",
      shows: (out) => {
        const tiles = out.tiles("cell-08");
        assert.equal(tiles.length, 24);
        const near = tiles.flatMap((a, i) => tiles.slice(i + 1).map((b) => apart(a, b)));
        assert.ok(Math.min(...near) > 5, `${Math.min(...near)}`);
        assert.ok(share(tiles.flat(), (grey) => Math.abs(grey - 127) < 100) > 0.95, "grey noise");
      },
    },
    {
      cell: "cell-09",
      says: "The same z always gives the same picture.",
      shows: (out) => assert.match(out.printed("cell-10"), /same picture: true/),
    },
    {
      cell: "cell-11",
      says:
        "D looks through 3 × 3 windows: 32 detectors of strokes, then 64 detectors of " +
        "combinations of strokes.",
      shows: (out) =>
        // 3 x 3 x 1 x 32 + 32, then 3 x 3 x 32 x 64 + 64
        assert.match(out.printed("cell-14"), /28,28,32\] +320 .*14,14,64\] +18496/s),
    },
    {
      cell: "cell-11",
      says: "Each max-pool keeps the strongest answer in every 2 × 2 square and halves",
      shows: (out) => assert.match(out.printed("cell-14"), /28,28,32\]\] +\[null,14,14,32\]/),
    },
    {
      cell: "cell-15",
      says: "**Predict:** how sure will it be of a real digit?",
      shows: (out) => assert.ok(out.numbers("cell-16").every((p) => Math.abs(p - 0.5) < 0.1)),
    },
    {
      cell: "cell-17",
      says: "That changes within a few steps of the classic game",
      shows: (out) => {
        const [real, fake] = scores(out.printed("cell-18"));
        assert.ok(real!.at(-1)! > real![0]! + 0.1 && real!.at(-1)! > fake!.at(-1)! + 0.1);
      },
    },
  ],
  told: [
    { says: "G starts from a vector z of 100 random numbers", why: "what the code below it says" },
    { says: "`tanh` keeps each pixel in -1 … 1", why: "mathematics" },
    { says: "it has to learn that 784 times", why: "a picture of the dense layer's weights" },
  ],
};
