import assert from "node:assert/strict";
import { row } from "../rows";
import type { Action, NotebookTries } from "./try";

/** Measures samples as the notebook does. */
const measure = (name: string, samples: string): Action => ({
  newCell: name,
  code: `const ${name} = ${samples};
console.log("distance", distance(${name}).toFixed(2));
const found = compareManifolds(some.features, judgeSamples(${name}).features, some.featureSize);
console.log("manifolds", found.precision, found.recall, found.density, found.coverage);
const read = judgeSamples(${name}).labels.filter((label, i) => label === ${name}.labels![i]);
console.log("right", read.length / ${name}.size);`,
});
const held = "held-out digits";

export const tries08: NotebookTries = {
  file: "08-how-good-is-it.ipynb",
  before: [
    ...["good-01", "good-03"],
    { cell: "good-05", edits: [["fast ? 60 : 1000", "5"]] },
    ...["good-07", "good-13", "good-19"],
  ],
  tries: [
    {
      number: 1,
      says: "a Fréchet distance near 10 and a precision near 0.7, though you read the digits as",
      actions: [
        measure(
          "noisy",
          "{ ...test, samples: test.samples.map((value) => value + 0.3 * Math.random()) }",
        ),
      ],
      shows: (out) => {
        const [distance] = row(out.printed("noisy"), "distance");
        const [precision] = row(out.printed("noisy"), "manifolds");
        assert.ok(distance! > 7 && distance! < 13, `${distance}`);
        assert.ok(precision! > 0.6 && precision! < 0.8, `${precision}`);
        const [right] = row(out.printed("noisy"), "right");
        return `Fréchet ${distance}, precision ${precision}; the judge reads ${right} rightly`;
      },
    },
    {
      number: 2,
      says: "precision near that of all digits, and recall and coverage near two tenths of it",
      actions: [
        measure(
          "few",
          `takeSamples(test, Array.from(test.labels!.keys())
  .filter((i) => [1, 7].includes(test.labels![i]!)))`,
        ),
      ],
      shows: (out) => {
        const [precision, recall, , coverage] = row(out.printed("few"), "manifolds");
        const [all] = row(out.printed("good-19"), held);
        assert.ok(Math.abs(precision! - all!) < 0.06, `${precision} ${all}`);
        for (const one of [recall!, coverage!])
          assert.ok(Math.abs(one - 0.2 * all!) < 0.07, `${recall} ${coverage}`);
        const numbers = [precision, recall, coverage].map((one) => one!.toFixed(2));
        return `precision, recall, coverage: ${numbers.join(" ")}`;
      },
    },
    {
      number: 3,
      says: "whether your gradients exist, whether the players rest where they should",
      actions: [
        {
          newCell: "own",
          code: `import { tf } from "ganbook";
const own = { name: "own",
  discriminator: (real: tf.Tensor, fake: tf.Tensor) => tf.sub(tf.mean(fake), tf.mean(real)),
  generator: (fake: tf.Tensor) => tf.neg(tf.mean(fake)) };
examineLoss(own)`,
        },
      ],
      shows: (out) => {
        const [report] = out.texts("own");
        assert.match(report!, /gradientError: 0\.00000/, "the gradients exist");
        assert.match(report!, /restsAtEquilibrium: true/);
        assert.match(report!, /isDamped: false/, "they do not get there");
        return /says: ['"](.*)['"]/.exec(report!)![1]!;
      },
    },
  ],
};
