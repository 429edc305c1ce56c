import assert from "node:assert/strict";
import { deviation, share } from "../looks";
import type { Outputs } from "../outputs";
import { distance, offMoon, plane, points, ring } from "../planes";
import type { NotebookTries } from "./try";

/** The arrows' lengths in a figure. */
const arrows = (out: Outputs, cell: string): number[] =>
  out.figure(cell).layout.annotations!.map(({ x, y, ax, ay }) => Math.hypot(x - ax, y - ay));
/** The largest step between neighbours of the map. */
const sharpest = (out: Outputs, cell: string): number => {
  const values = plane(out, cell);
  const steps = values.slice(1).map(({ value }, i) => Math.abs(value - values[i]!.value));
  return Math.max(...steps.filter((_, i) => values[i + 1]!.at[1] === values[i]!.at[1]));
};
/** The share of points that are near no centre. */
const between = (out: Outputs): number =>
  share(
    points(out, "cell-18").map((at) => Math.min(...ring.map((centre) => distance(at, centre)))),
    (far) => far > 0.2,
  );
const secondsAStep = (out: Outputs): number => out.numbers("clock")[0]!;
const clock = {
  newCell: "clock",
  code: "console.log(run.history.secondsPerStep.slice(-300).sort((a, b) => a - b)[150]);",
} as const;
const played = ["cell-04", "cell-06", "cell-08", "cell-10", "cell-12", "cell-14", "cell-16"];

export const tries04: NotebookTries = {
  file: "04-one-step-at-a-time.ipynb",
  before: ["cell-02", ...played, "cell-18", "cell-22", clock],
  tries: [
    {
      number: 1,
      says: "sharper borders and arrows of very different lengths",
      actions: [
        ...["cell-04", "cell-06", "cell-08"],
        { cell: "cell-10", edits: [["i < 100;", "i < 1000;"]] },
      ],
      shows: (out, before) => {
        const [sharp, soft] = [out, before].map((one) => sharpest(one, "cell-10"));
        assert.ok(sharp! > 1.5 * soft!, `${sharp} ${soft}`);
        const lengths = arrows(out, "cell-10").sort((a, b) => a - b);
        const ratio = lengths.at(-1)! / lengths[Math.floor(lengths.length / 4)]!;
        assert.ok(ratio > 5, `${ratio}`);
        const far = plane(out, "cell-10").filter(({ at }) => Math.hypot(...at) > 1.5);
        assert.ok(deviation(far.map(({ value }) => value)) < 0.05, "the plane is flat");
        const steps = `${soft!.toFixed(2)} before, ${sharp!.toFixed(2)} after`;
        return `steepest step ${steps}; the longest arrow ${ratio.toFixed(0)} times a short one`;
      },
    },
    {
      number: 2,
      says: "fewer points between the modes, a mode or two that is never found, and steps that",
      actions: [
        { cell: "cell-04", edits: [["...classicGame,", "...classicGame, discriminatorSteps: 5,"]] },
        ...played.slice(1),
        "cell-18",
        "cell-22",
        clock,
      ],
      shows: (out, before) => {
        const [long, short] = [out, before].map(secondsAStep);
        assert.ok(long! > 1.5 * short!, `${long} ${short}`);
        return `a step takes ${(long! / short!).toFixed(1)} times as long`;
      },
      full: {
        shows: (out, before) => {
          const [few, more] = [out, before].map(between);
          assert.ok(few! < 0.5 * more!, `${few} ${more}`);
          const found = out.numbers("cell-22")[0]!;
          assert.ok(found === 6 || found === 7, `${found}`);
          const shares = `${more!.toFixed(2)} before, ${few!.toFixed(2)} after`;
          return `${found} of 8 modes; between them ${shares}`;
        },
        found: "1.00 lie near an arc, 0.48 near the first",
      },
    },
    {
      number: 3,
      says: "two arcs; nothing tells G that there are two",
      actions: [
        { cell: "cell-04", edits: [['kind: "ring8"', 'kind: "moons"']] },
        {
          cell: "cell-06",
          edits: [
            ["decisionSurface(discriminator, 1.8)", "decisionSurface(discriminator, 2.5)"],
            ["reach: 1.8", "reach: 2.5"],
          ],
        },
        ...["cell-08", "cell-10", "cell-12", "cell-14", "cell-16", "cell-18"],
      ],
      full: {
        shows: (out) => {
          const off = points(out, "cell-18").map((at) => [offMoon(at, 0), offMoon(at, 1)]);
          const near = share(
            off.map((both) => Math.min(...both)),
            (far) => far < 0.2,
          );
          const first = share(
            off.map(([a, b]) => a! - b!),
            (difference) => difference < 0,
          );
          assert.ok(near > 0.9 && Math.abs(first - 0.5) < 0.3, `${near} ${first}`);
          return `${near.toFixed(2)} lie near an arc, ${first.toFixed(2)} near the first`;
        },
        found: "6 of 8 modes; between them 0.34 before, 0.04 after",
      },
    },
  ],
};
