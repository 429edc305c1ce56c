import assert from "node:assert/strict";
import { deviation } from "../looks";
import type { Outputs } from "../outputs";
import type { NotebookTries } from "./try";

/** The numbers of weights of a summary's layers. */
const weights = (out: Outputs, cell: string): number[] =>
  [...out.printed(cell).matchAll(/\] +(\d+) *$/gm)].map(([, count]) => Number(count));
const total = (out: Outputs, cell: string): number =>
  Number(/Total params: (\d+)/.exec(out.printed(cell))![1]);
const milliseconds = (out: Outputs): number => Math.min(...out.numbers("clock"));
/** Three times ten steps as in the notebook, by the clock. */
const clock = {
  newCell: "clock",
  code: `for (let i = 0; i < 3; i++) {
  const begun = performance.now();
  await trainGan({ game, data: train, steps: 10, batchSize: 50 });
  console.log((performance.now() - begun) / 10);
}`,
} as const;
const pools = "tf.layers.maxPooling2d({ poolSize: 2 })";

export const tries03: NotebookTries = {
  file: "03-define-g-and-d.ipynb",
  isShort: true,
  before: [
    ...["cell-02", "cell-04", "cell-06", "cell-08", "cell-12", "cell-14", "cell-16", "cell-18"],
    clock,
  ],
  tries: [
    {
      number: 1,
      says: "more weights, most of them still in the last layer",
      actions: [
        {
          cell: "cell-04",
          edits: [
            [
              "  tf.layers.dense({ units: 28",
              '  tf.layers.dense({ units: 256, activation: "relu" }),\n  ' +
                "tf.layers.dense({ units: 28",
            ],
          ],
        },
        "cell-06",
      ],
      shows: (out, before) => {
        const [more, less] = [total(out, "cell-06"), total(before, "cell-06")];
        const last = weights(out, "cell-06").at(-2)!; // the last one reshapes
        assert.ok(more > less && last > more / 2, `${more} ${less} ${last}`);
        return `${less} before, ${more} after, ${last} in the last layer`;
      },
    },
    {
      number: 2,
      says: "more contrast",
      actions: [{ cell: "cell-04", edits: [["tanh", "linear"]] }, "cell-06", "cell-08"],
      shows: (out, before) => {
        const [contrast, paler] = [out, before].map((one) =>
          deviation(one.tiles("cell-08").flat()),
        );
        assert.ok(contrast! > 1.02 * paler!, `${contrast} ${paler}`);
        return `grey values vary by ${paler!.toFixed(1)} before, ${contrast!.toFixed(1)} after`;
      },
    },
    {
      number: 3,
      says: "sixteen times as many weights in D's dense layer, and slower steps",
      actions: [
        "cell-04",
        {
          cell: "cell-12",
          edits: [
            [`inputShape: [28, 28, 1] }),\n  ${pools},`, "inputShape: [28, 28, 1] }),"],
            [`filters: 64 }),\n  ${pools},`, "filters: 64 }),"],
          ],
        },
        ...["cell-14", "cell-16", "cell-18"],
        clock,
      ],
      shows: (out, before) => {
        const [more, less] = [out, before].map((one) => weights(one, "cell-14").at(-1)! - 1);
        assert.equal(more, 16 * less!);
        const [slow, fast] = [out, before].map(milliseconds);
        assert.ok(slow! > 1.5 * fast!, `${slow} ${fast}`);
        const times = (slow! / fast!).toFixed(1);
        return `${less} weights before, ${more} after; a step takes ${times} times as long`;
      },
    },
  ],
};
