import assert from "node:assert/strict";
import { rises, sum } from "../looks";
import type { Edit, NotebookTries } from "./try";

/** Looks on: keeps the share of heavy notes, of 500, every 25 steps. */
const watch = {
  newCell: "watch",
  code: `import { TrainingState } from "ganbook";
const heavy: number[] = [];
const watch = { onStep: async ({ game }: TrainingState) => {
  if (game.step % 25) return;
  const { samples } = await sampleGenerator(game.generator, { count: 500 });
  heavy.push(samples.filter((note) => note > 0).length / samples.length);
} };`,
} as const;
const watched: Edit = ["callbacks: [liveView()]", "callbacks: [liveView(), watch]"];
const print = { newCell: "heavy", code: "console.log(heavy.join(' '))" } as const;

export const tries01: NotebookTries = {
  file: "01-what-a-gan-is.ipynb",
  isShort: true,
  before: [
    ...["cell-03", "cell-05", "cell-07", "cell-09", "cell-11", "cell-17", "cell-19", "cell-21"],
    ...["cell-23", "cell-25"],
    watch,
  ],
  tries: [
    {
      number: 1,
      says: "D's curve to fall instead of rise",
      actions: [{ newCell: "far", code: 'round(3, "too far");' }],
      shows: (out) => {
        const { y } = out.trace("far", "D(x)");
        assert.ok(rises([...y].reverse()) && y[0]! > 0.99 && y.at(-1)! < 0.01);
        return `from ${y[0]!.toFixed(2)} to ${y.at(-1)!.toFixed(2)}`;
      },
    },
    {
      number: 2,
      says: "a single pile for a long time, on some machines to the end; where a second comes",
      actions: [
        {
          cell: "cell-19",
          edits: [
            [
              "[1], hiddenUnits, seed: 1 });\nconst disc",
              "[1], hiddenUnits: [4], seed: 1 });\nconst disc",
            ],
          ],
        },
        watch,
        "cell-21",
        { cell: "cell-23", edits: [watched] },
        "cell-25",
        print,
      ],
      shows: (out, before) => {
        const heavy = out.numbers("heavy");
        const alone = heavy.findIndex((one) => one > 0.05 && one < 0.95);
        if (alone < 0) return "a single pile to the end";
        assert.ok(alone > 20, `the second pile comes late: ${alone}`);
        const [some, few] = [out, before].map((one) => {
          const { x, y } = one.trace("cell-25", "generated");
          return sum(y.filter((_, i) => Math.abs(x[i]!) < 0.75)) / sum(y);
        });
        assert.ok(some! > 0.05 && some! > 5 * few!, `smeared between them: ${some} ${few}`);
        return `second pile after ${25 * (alone + 1)} steps; between them ${some!.toFixed(3)}`;
      },
    },
    {
      number: 3,
      says: "both piles at first, then nearly all purple bars in one of them",
      actions: [
        "cell-19",
        watch,
        "cell-21",
        { cell: "cell-23", edits: [watched, ["learningRate: 1e-3", "learningRate: 2e-2"]] },
        "cell-25",
        print,
      ],
      shows: (out) => {
        const heavy = out.numbers("heavy");
        const isOne = (share: number): boolean => share > 0.9 || share < 0.1;
        const first = heavy.findIndex(isOne);
        assert.ok(first > 4, `both piles at first: ${first}`);
        const other = heavy.findIndex(
          (one, i) => i > first && isOne(one) && one > 0.5 !== heavy[first]! > 0.5,
        );
        assert.ok(other > first, `then one, then the other: ${heavy.join(" ")}`);
        return `one pile after ${25 * (first + 1)} steps, the other after ${25 * (other + 1)}`;
      },
    },
  ],
};
