import assert from "node:assert/strict";
import { between, mean, spread } from "../looks";
import type { Outputs } from "../outputs";
import type { Edit, NotebookTries } from "./try";

/** Steps that a cell says it has come to. */
const stepsOf = (out: Outputs, cell: string): number => out.numbers(cell)[0]!;
const digitsFound = (out: Outputs): number =>
  Number(/(\d+)\/10 digits/.exec(out.texts("cell-10")[0]!)![1]);
const fiveEpochs: Edit = ["epochs: fast ? 1 : 100", "...(fast ? { steps: 20 } : { epochs: 5 })"];
const untilThePicture = ["cell-08", "cell-10", "cell-12"];

export const tries05: NotebookTries = {
  file: "05-train-on-mnist.ipynb",
  before: ["cell-02", "cell-04", "cell-06", "cell-08"],
  tries: [
    {
      number: 1,
      says: "the step count goes on from there",
      actions: [
        {
          cell: "cell-10",
          press: { button: "stop", when: ([picture]) => picture !== undefined },
        },
        "cell-22",
      ],
      shows: (out) => {
        assert.match(out.printed("cell-10"), /^stopped after/);
        const [stopped, went] = [stepsOf(out, "cell-10"), stepsOf(out, "cell-22")];
        const done = Number(/^step (\d+)\//.exec(out.texts("cell-22")[0]!)![1]);
        assert.equal(went, stopped + done);
        assert.ok(stopped > 0);
        assert.ok(done === 100 || done === 500, "it made all of its own steps");
        return `stopped after ${stopped} steps, ${done} more to ${went}`;
      },
    },
    {
      number: 2,
      says: "different digits there too",
      actions: [
        { cell: "cell-04", edits: [fiveEpochs] },
        {
          cell: "cell-06",
          edits: [
            ['buildGenerator("seed"', 'buildGenerator("dcgan"'],
            ['buildDiscriminator("seed"', 'buildDiscriminator("dcgan"'],
          ],
        },
        ...untilThePicture,
      ],
      full: {
        shows: (out) => {
          const apart = spread(out.tiles("cell-12"));
          assert.ok(digitsFound(out) >= 8 && apart > 60, `${digitsFound(out)} ${apart}`);
          return `${digitsFound(out)} of 10 digits; grey values ${apart.toFixed(0)} apart`;
        },
        found: "10 of 10 digits; grey values 92 apart",
      },
    },
    {
      number: 3,
      says: "scores near one half and level losses, and still one single picture",
      actions: [
        {
          cell: "cell-04",
          edits: [
            fiveEpochs,
            [
              "...classicGame, ",
              "...classicGame, learningRate: { generator: 1e-3, discriminator: 1e-4 }, ",
            ],
          ],
        },
        "cell-06",
        ...untilThePicture,
        ...["cell-18", "cell-20"],
      ],
      full: {
        shows: (out) => {
          const scores = ["D(x), real", "D(G(z)), generated"].map((name) =>
            mean(between(out.trace("cell-20", name), 250, 501)),
          );
          const losses = ["discriminator", "generator"].flatMap((name) => {
            const curve = out.trace("cell-18", name);
            return [between(curve, 100, 300), between(curve, 300, 501)].map(mean);
          });
          const apart = spread(out.tiles("cell-12"));
          for (const score of scores) assert.ok(Math.abs(score - 0.5) < 0.15, `${score}`);
          const [ofD, ofDLater, ofG, ofGLater] = losses;
          assert.ok(Math.abs(ofD! - ofDLater!) < 0.3 && Math.abs(ofG! - ofGLater!) < 0.3);
          assert.ok(apart < 20, `${apart}`);
          const numbers = [scores, losses].map((some) =>
            some.map((one) => one.toFixed(2)).join(" "),
          );
          const greys = `grey values ${apart.toFixed(0)} apart`;
          return `scores ${numbers[0]}; losses ${numbers[1]}; ${greys}`;
        },
        found: "scores 0.54 0.47; losses 1.35 1.24 0.71 0.80; grey values 6 apart",
      },
    },
  ],
};
