import assert from "node:assert/strict";
import type { NotebookClaims } from "./claim";
import { deviation, mean } from "./looks";

export const notebook07: NotebookClaims = {
  file: "07-keep-go-on-and-repair.ipynb",
  claims: [
    {
      cell: "keep-04",
      says: "**Predict:** what will it say about a healthy game?",
      shows: (out) => assert.match(out.printed("keep-05"), /, 0 findings/),
    },
    {
      cell: "keep-06",
      says: "level and noisy",
      shows: (out) => {
        const { y } = out.trace("keep-07", "discriminator");
        const [first, second] = [
          y.slice(y.length / 3, (2 * y.length) / 3),
          y.slice((2 * y.length) / 3),
        ];
        assert.ok(Math.abs(mean(first) - mean(second)) < 0.1 && deviation(second) > 0);
      },
    },
    {
      cell: "keep-08",
      says:
        "**Notice** that the doctor speaks before the first step is played, and that it says " +
        "what is wrong, by which numbers, why, and what to do.",
      shows: (out) =>
        assert.match(
          out.printed("keep-09"),
          /^learning-rate-too-high \(step 0\): .*\n +evidence: .*\n +likely: .*\n +fix: /,
        ),
    },
    {
      cell: "keep-10",
      says:
        "**Predict** which scores D will give real samples, D(x), and fakes, D(G(z)); " +
        "**notice** that the doctor knows before the first step.",
      shows: (out) =>
        assert.match(
          out.printed("keep-11"),
          /^swapped-labels \(step 0\)[^]*D\(x\) 0\.0\d+, D\(G\(z\)\) (0\.9|1\.0)/,
        ),
    },
    {
      cell: "keep-12",
      says: "**Notice** which number broke first, and that the run goes on.",
      shows: (out) =>
        assert.match(
          out.printed("keep-13"),
          /numbers discriminatorLoss [^]*Back from step[^]*finished at step 300, last loss \d/,
        ),
    },
    {
      cell: "keep-18",
      says:
        "**Notice** when the eight clusters appear, and that the losses in the title say " +
        "nothing about it.",
      shows: (out) => {
        const labels = out
          .figure("keep-19")
          .layout.sliders![0]!.steps.map(({ args }) => JSON.stringify(args));
        assert.equal(labels.length, 31, "a picture every 50 steps, of 1,500, and the first");
      },
    },
    {
      cell: "keep-24",
      says: "**Predict:** is R1 better here?",
      shows: (out) => {
        const [, , low, high] = out
          .printed("keep-25")
          .match(/-?\d\.\d\d\b(?!\d)/g)!
          .slice(-4)
          .map(Number);
        assert.ok(low! < 0 && high! > 0, "five seeds cannot tell");
      },
    },
    {
      cell: "keep-26",
      says: "Here the plain game failed on one seed and the damped one on none",
      shows: (out) => {
        const [plain, damped] = out
          .printed("keep-25")
          .split("] [")
          .map((side) => [...side.matchAll(/0\.\d+/g)].slice(0, 5).map(Number));
        assert.deepEqual(
          [plain, damped].map((side) => side!.filter((value) => value < 0.5).length),
          [1, 0],
        );
      },
    },
    {
      cell: "keep-30",
      says: "**Predict** the largest difference between any two weights.",
      shows: (out) => assert.equal(out.printed("keep-31").trim(), "0"),
    },
  ],
  told: [
    { says: "a probability that rounds to 0", why: "what the code below it does" },
    { says: "plays on from step 300 with another loss", why: "what the code below it does" },
    { says: "A penalty on D's gradient, R1, damps the game.", why: "notebook 8 shows it" },
    { says: "with its 95 % confidence interval", why: "npm run bench:intervals" },
    { says: "if it holds 0, five seeds cannot tell", why: "what an interval is" },
    { says: "**notice** where the band leaves the line", why: "for the eye" },
    { says: "`steps: 500` always means 500 more", why: "test/runs/recordRun.test.ts" },
    { says: "Here are two runs of 60 steps", why: "what the code below it does" },
    { says: "Data in 0 … 255, or in 0 … 1", why: "test/doctor/doctor.test.ts" },
    {
      says: "All weights of a layer start equal, for example 0.",
      why: "test/doctor/doctor.test.ts",
    },
    { says: "Units that are 0 for every input", why: "mathematics" },
    {
      says: "D(x) is above 0.9 and D(G(z)) below 0.1, for 200 steps.",
      why: "src/doctor/symptoms.ts",
    },
  ],
};
