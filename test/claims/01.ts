import assert from "node:assert/strict";
import type { NotebookClaims } from "./claim";
import { overlap, rises, steepest, sum } from "./looks";

export const notebook01: NotebookClaims = {
  file: "01-what-a-gan-is.ipynb",
  claims: [
    {
      cell: "cell-04",
      says: "Real notes weigh about 1",
      shows: (out) => assert.ok(out.numbers("cell-05").every((x) => Math.abs(x - 1) < 1)),
    },
    {
      cell: "cell-06",
      says: "At first he is far off.",
      shows: (out) =>
        assert.ok(Math.max(...out.numbers("cell-07")) < Math.min(...out.numbers("cell-05"))),
    },
    {
      cell: "cell-10",
      says: "where does her curve cross one half?",
      shows: (out) => {
        const { x, y } = out.trace("cell-11", "D(x)");
        const crossing = x[y.findIndex((value) => value > 0.5)]!;
        assert.ok(Math.abs(crossing) < 0.06, `half way between -1 and 1, not at ${crossing}`);
      },
    },
    {
      cell: "cell-12",
      says: "The forger sees that her curve rises to the right",
      shows: (out) => assert.ok(rises(out.trace("cell-11", "D(x)").y)),
    },
    {
      cell: "cell-12",
      says: "**Notice** how the curve flattens as he comes closer.",
      shows: (out) => {
        const [near, far] = ["cell-13", "cell-11"].map((id) => steepest(out.trace(id, "D(x)").y));
        assert.ok(near! < 0.6 * far!, `${near} ${far}`);
      },
    },
    {
      cell: "cell-14",
      says: "she answers one half everywhere",
      shows: (out) =>
        assert.ok(out.trace("cell-15", "D(x)").y.every((value) => Math.abs(value - 0.5) < 1e-9)),
    },
    {
      cell: "cell-20",
      says: "Before training, G's notes have nothing to do with the mint's.",
      shows: (out) => {
        const [fake, real] = ["generated", "real"].map((name) => out.trace("cell-21", name).y);
        assert.ok(overlap(fake!, real!) < 0.3);
      },
    },
    {
      cell: "cell-22",
      says: "**Predict:** will G find both kinds of notes at once?",
      shows: (out) => {
        const { x, y } = out.trace("cell-25", "generated");
        const heavy = sum(y.filter((_, i) => x[i]! > 0)) / sum(y);
        assert.ok(heavy > 0.3 && heavy < 0.7, `${heavy}`);
      },
    },
    {
      cell: "cell-24",
      says: "its notes pile up where the mint's do",
      shows: (out) => {
        const [fake, real] = ["generated", "real"].map((name) => out.trace("cell-25", name).y);
        assert.ok(overlap(fake!, real!) > 0.6, `${overlap(fake!, real!)}`);
      },
    },
    {
      cell: "cell-24",
      says:
        "**Notice** D's curve: near one half where the bars overlap, undecided or wrong where " +
        "nothing ever lies.",
      shows: (out) => {
        const [curve, real] = [out.trace("cell-25", "D(x)"), out.trace("cell-25", "real")];
        const peak = real.x[real.y.indexOf(Math.max(...real.y))]!;
        const at = curve.y[curve.x.findIndex((x) => x >= peak)]!;
        assert.ok(Math.abs(at - 0.5) < 0.15, `${at}`);
        const ends = [curve.y[0]!, curve.y.at(-1)!]; // no note lies there: 0 would be right
        assert.ok(Math.max(...ends) > 0.2, ends.join(" "));
      },
    },
  ],
  told: [
    { says: "plays this game with two neural networks", why: "a definition, with its source" },
    { says: "a *seed* decides every random number", why: "test/base/random.test.ts" },
    { says: "Both have two hidden layers of 32 units.", why: "what the code below it asks for" },
  ],
};
