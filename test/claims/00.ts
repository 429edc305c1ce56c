import assert from "node:assert/strict";
import type { NotebookClaims } from "./claim";
import { share } from "./looks";
import { distance, points, ring } from "./planes";

export const notebook00: NotebookClaims = {
  file: "00-how-to-use-this.ipynb",
  claims: [
    {
      cell: "use-03",
      says: "**Predict** what the second line prints.",
      shows: (out) => assert.match(out.printed("use-04"), /^2 are heavier than 0\.5$/m),
    },
    {
      cell: "use-07",
      says: "**Notice** the weights: 3 inputs times 4 units and 4 biases, then 4 and 1.",
      shows: (out) => assert.deepEqual(out.numbers("use-08"), [3 * 4 + 4, 4 + 1]),
    },
    {
      cell: "use-09",
      says: "**Predict:** how many of the eight groups will it find?",
      shows: (out) => {
        const drawn = points(out, "use-10");
        const found = ring.filter((centre) => drawn.some((at) => distance(at, centre) < 0.15));
        assert.ok(found.length >= 6, `${found.length}`);
        const near = drawn.map((at) => Math.min(...ring.map((centre) => distance(at, centre))));
        assert.ok(share(near, (far) => far < 0.35) > 0.6);
      },
    },
    {
      cell: "use-11",
      says: "**Notice** that the hint tells where it goes wrong, and not the answer.",
      shows: (out) => {
        assert.match(out.printed("use-12"), /hint: that goes from 0 to 1/);
        assert.doesNotMatch(out.printed("use-12"), /127/);
      },
    },
  ],
  told: [
    { says: "**Notice** that a type stands after a colon", why: "what the code below it shows" },
    { says: "is told from notebook 1 on", why: "where it is told" },
    { says: "bytes from 0 to 255, and this course wants numbers from -1 to 1", why: "test/data" },
  ],
};
