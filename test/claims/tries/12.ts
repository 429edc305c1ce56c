import assert from "node:assert/strict";
import type { Outputs } from "../outputs";
import type { NotebookTries } from "./try";

const weights = (out: Outputs): number[] => out.numbers("own-07").slice(-2);
const layers = {
  newCell: "layers",
  code: `for (const model of [generator, discriminator])
  console.log(model.layers.map((layer) => layer.getClassName() + layer.countParams()).join(" "));`,
} as const;

export const tries12: NotebookTries = {
  file: "12-your-own-pictures.ipynb",
  before: ["own-01", "own-03", "own-07", layers, "own-09", "own-11"],
  tries: [
    {
      number: 1,
      says: "an error as soon as you ask for a kind",
      actions: [
        { cell: "own-07", edits: [["classes: 10, ", ""]] },
        "own-09",
        { cell: "own-11", edits: [["count: 100, labels,", "count: 100,"]] },
        {
          newCell: "ask",
          code: `const kinds = [...Array(10).keys()];
try { await sampleGenerator(game.average!.generator, { count: 10, labels: kinds }); }
catch (error) { console.log((error as Error).message); }`,
        },
      ],
      shows: (out) => {
        assert.equal(out.shown("own-11", "image/png").length, 1);
        assert.match(out.printed("ask"), /expected|condition|labels/);
        return out.printed("ask").trim();
      },
    },
    {
      number: 2,
      says: "about half as many weights, and no batch normalisation",
      actions: [
        {
          cell: "own-07",
          edits: [
            ['buildGenerator("dcgan"', 'buildGenerator("resnet"'],
            ['buildDiscriminator("dcgan"', 'buildDiscriminator("resnet"'],
          ],
        },
        ...[layers, "own-09", "own-11"],
      ],
      shows: (out, before) => {
        const ratios = weights(out).map((count, i) => count / weights(before)[i]!);
        for (const ratio of ratios) assert.ok(ratio > 0.4 && ratio < 0.7, `${ratio}`);
        assert.match(before.printed("layers"), /BatchNormalization/);
        assert.doesNotMatch(out.printed("layers"), /BatchNormalization/);
        return `weights of G, D: ${ratios.map((ratio) => ratio.toFixed(2)).join(", ")} of dcgan's`;
      },
    },
    {
      number: 3,
      says: "two halvings, and a third of the weights or less",
      actions: [
        { cell: "own-03", edits: [["size: 32", "size: 16"]] },
        ...["own-07", "own-09", "own-11"],
      ],
      shows: (out, before) => {
        assert.match(out.printed("own-07"), /\[ 8, 4 \]/);
        const ratios = weights(out).map((count, i) => count / weights(before)[i]!);
        for (const ratio of ratios) assert.ok(ratio <= 0.34, `${ratio}`);
        return `weights of G and D ${ratios.map((ratio) => ratio.toFixed(2)).join(", ")} as many`;
      },
    },
    {
      number: 4,
      says: "players that differ in the first and last layer only",
      actions: [
        { cell: "own-03", edits: [["size: 32,", "size: 32, channels: 1,"]] },
        ...["own-07", layers, "own-09", "own-11"],
      ],
      shows: (out, before) => {
        const [grey, colour] = [out, before].map((one) =>
          one.printed("layers").trim().split(/\s+/),
        );
        const different = grey!.filter((layer, i) => layer !== colour![i]);
        assert.equal(different.length, 2, different.join(" "));
        return `${different.join(" and ")} are others`;
      },
    },
  ],
};
