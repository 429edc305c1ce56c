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
      cell: "bells-text",
      says:
        "is 0 for equal distributions and $\\log 2$ for those that have nothing in common. Here " +
        "it is summed up over an axis, for two bells as above.",
      shows: (out) => {
        const { x, y } = out.trace("bells-plot", "Jensen-Shannon");
        const at = (shift: number): number => y[x.findIndex((s) => Math.abs(s - shift) < 0.01)]!;
        assert.ok(Math.abs(at(1)) < 1e-9, `${at(1)}`);
        assert.ok(Math.abs(at(-3) - Math.log(2)) < 1e-3 && Math.abs(at(5) - at(-3)) < 1e-3);
      },
    },
    {
      cell: "bells-slide",
      says: "**Predict:** which of the two tells a forger who is far off where to go?",
      shows: (out) => {
        const { x, y } = out.trace("bells-plot", "Wasserstein");
        const falls = y.slice(1).map((value, i) => (value - y[i]!) / (x[i + 1]! - x[i]!));
        assert.ok(falls.filter((_, i) => x[i + 1]! < 1).every((fall) => Math.abs(fall + 1) < 1e-6));
      },
    },
    {
      cell: "bells-slopes",
      says: "**Notice** how little Jensen-Shannon tells him where the bells hardly meet.",
      shows: (out) => {
        const lines = out.printed("bells-print").trim().split("\n").filter(Boolean);
        const slopes = lines.map((line) => Math.abs(Number(/slope (\S+)/.exec(line)![1])));
        assert.ok(slopes[0]! < 0.001 && slopes.at(-1)! > 0.2, slopes.join(" "));
      },
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
        assert.ok(overlap(fake!, real!) > 0.5, `${overlap(fake!, real!)}`);
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
    { says: "At each $x$ she raises", why: "mathematics, in four steps below it" },
    { says: "With this detective the game's value", why: "test/check: gameValue at rest" },
    { says: "plays this game with two neural networks", why: "a definition, with its source" },
    { says: "a *seed* decides every random number", why: "test/base/random.test.ts" },
    { says: "Both have two hidden layers of 32 units.", why: "what the code below it asks for" },
  ],
};
