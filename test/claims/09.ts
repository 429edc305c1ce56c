import assert from "node:assert/strict";
import { createDataset } from "../../src/data/dataset";
import { judgeSamples } from "../../src/measure/judge";
import type { NotebookClaims } from "./claim";
import { apart, mean } from "./looks";

/** The share of ink of a picture, which thick strokes make large. */
const ink = (tile: readonly number[]): number => mean(tile);

export const notebook09: NotebookClaims = {
  file: "09-tell-it-what-to-draw.ipynb",
  claims: [
    {
      cell: "told-02",
      says: "**Notice** the two inputs and the two outputs.",
      shows: (out) =>
        assert.match(
          out.printed("told-03"),
          /G: \[ \[ null, 100 \], \[ null, 10 \] \][^]*D: .* -> .* 1 \], \[ null, 10 \] \]/,
        ),
    },
    {
      cell: "told-04",
      says: "**Predict:** will ten digits be harder to learn than one crowd of them?",
      shows: (out) => {
        // No: nearer to the digits than the plain game of notebook 6 after more steps.
        const found = /10\/10 digits, Fréchet ([\d.]+)/.exec(out.texts("told-05")[0]!);
        assert.ok(Number(found![1]) < 2, found![1]);
      },
    },
    {
      cell: "told-06",
      says: "One column for each digit, as asked.",
      shows: (out) => {
        const tiles = out.tiles("told-07");
        const samples = Float32Array.from(tiles.flat(), (grey) => grey / 127.5 - 1);
        const data = createDataset({ name: "tiles", samples, shape: [28, 28, 1] });
        const right = judgeSamples(data).labels.filter((label, i) => label === i % 10).length;
        assert.ok(right >= 75 && tiles.length === 80, `${right}`);
      },
    },
    {
      cell: "told-08",
      says:
        "**Notice** what stays the same in a row: G keeps in z what the class does not say, " +
        "such as slant and thickness.",
      shows: (out) => {
        // Of one digit, thickness differs more between rows than it does by chance within the digit
        // of another row: rows are ranked alike by their 0s and by their 8s.
        const tiles = out.tiles("told-09");
        const rows = Array.from({ length: 6 }, (_, i) => tiles.slice(10 * i, 10 * i + 10));
        const thick = (from: number, to: number): number[] =>
          rows.map((row) => mean(row.slice(from, to).map(ink)));
        const [low, high] = [thick(0, 5), thick(5, 10)];
        const correlation =
          mean(low.map((a, i) => (a - mean(low)) * (high[i]! - mean(high)))) /
          Math.sqrt(
            mean(low.map((a) => (a - mean(low)) ** 2)) *
              mean(high.map((b) => (b - mean(high)) ** 2)),
          );
        assert.ok(correlation > 0.6, `${correlation}`);
        assert.ok(apart(rows[0]![0]!, rows[0]![1]!) > 20, "and the digits differ");
      },
    },
    {
      cell: "told-10",
      says: "nobody can be asked for much more.",
      shows: (out) => {
        const [drawn, real] = [...out.printed("told-11").matchAll(/: ([\d.]+) %,/g)].map((m) =>
          Number(m[1]),
        );
        assert.ok(Math.abs(drawn! - real!) < 1, `${drawn} ${real}`);
      },
    },
    {
      cell: "told-12",
      says:
        "**Notice** `copied`: one in a hundred would be normal, more than `copiedBorder` is " +
        "copying.",
      shows: (out) => {
        const value = (name: string): number =>
          Number(new RegExp(`^${name} +([\\d.]+)`, "m").exec(out.printed("told-13"))![1]);
        assert.ok(value("copied") < value("copiedBorder"));
      },
    },
    {
      cell: "told-14",
      says: "**Predict** the difference.",
      shows: (out) => {
        const gap = Number(/gap: ([\d.]+) points/.exec(out.printed("told-15"))![1]);
        assert.ok(gap > 1 && gap < 15, `${gap}`);
      },
    },
  ],
  told: [
    { says: "In a formula: $\\ell(x, y) = ", why: "a definition, with its source" },
    { says: "We name no loss and no rates", why: "test/train/defaults.test.ts" },
    { says: "The judge names 2,000 drawings.", why: "what the code below it does" },
    { says: "with a 95 % interval where one holds", why: "npm run bench:intervals" },
  ],
};
