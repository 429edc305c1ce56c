import assert from "node:assert/strict";
import { spread } from "../looks";
import { distance, offMoon } from "../planes";
import type { Outputs } from "../outputs";
import type { Action, NotebookTries } from "./try";

const digits = Array.from({ length: 10 }, (_, digit) => digit);
/** As the cell that draws sevens, for another digit. */
const drawn = (digit: number): Action => ({
  newCell: `digit-${digit}`,
  code: `show(plotSamples(takeFirst(takeClass(all, ${digit}), 24), { columns: 12 }));`,
});
const counts: Action = {
  newCell: "counts",
  code: `const count = (digit: number) => train.labels!.filter((one) => one === digit).length;
console.log(Array.from({ length: 10 }, (_, digit) => count(digit)));`,
};

/** The smallest distance from a point of one moon to one of the other that 1 % go below. */
const gap = (out: Outputs): number => {
  const { x, y } = out.trace("cell-19", "real");
  const points = x.map((value, i) => [value, y[i]!] as const);
  const isFirst = points.map((point) => offMoon(point, 0) < offMoon(point, 1));
  const nearest = points
    .filter((_, i) => isFirst[i])
    .map((one) =>
      Math.min(...points.filter((_, j) => !isFirst[j]).map((other) => distance(one, other))),
    );
  return nearest.sort((a, b) => a - b)[Math.floor(nearest.length / 100)]!;
};

const moons = (deviation: number): Action => ({
  cell: "cell-19",
  edits: [
    ['kind: "ring8"', 'kind: "moons"'],
    ["standardDeviation: 0.05", `standardDeviation: ${deviation}`],
  ],
});

export const tries02: NotebookTries = {
  file: "02-the-data.ipynb",
  isShort: true,
  before: ["cell-02", "cell-04", "cell-06", "cell-08", counts, moons(0.05)],
  tries: [
    {
      number: 1,
      says: "the number 1 to vary least and 2 or 4 to come in clearly different kinds",
      actions: [
        { cell: "cell-08", edits: [["takeClass(all, 7)", "takeClass(all, 1)"]] },
        ...digits.map(drawn),
      ],
      shows: (out) => {
        const spreads = digits.map((digit) => spread(out.tiles(`digit-${digit}`)));
        assert.equal(Math.min(...spreads), spreads[1]);
        assert.equal(spread(out.tiles("cell-08")), spreads[1]);
        assert.ok(Math.min(spreads[2]!, spreads[4]!) > 1.2 * spreads[1]!);
        return `grey values apart: ${spreads.map((one) => one.toFixed(0)).join(" ")}`;
      },
    },
    {
      number: 2,
      says: "other digits in the grid, and the same number of each class in `train`",
      actions: [
        { cell: "cell-04", edits: [["loadMnist({ seed: 1 })", "loadMnist({ seed: 2 })"]] },
        "cell-06",
        counts,
      ],
      shows: (out, before) => {
        assert.notDeepEqual(out.tiles("cell-06"), before.tiles("cell-06"));
        assert.deepEqual(out.numbers("counts"), before.numbers("counts"));
        return `in train: ${out.numbers("counts").join(" ")}`;
      },
    },
    {
      number: 3,
      says: "two arcs that begin to touch",
      actions: [moons(0.2)],
      shows: (out, before) => {
        const [apart, touching] = [gap(before), gap(out)];
        assert.ok(apart > 0.2 && touching < 0.1, `${apart} ${touching}`);
        return `gap ${apart.toFixed(2)} before, ${touching.toFixed(2)} after`;
      },
    },
  ],
};
