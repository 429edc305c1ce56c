import assert from "node:assert/strict";
import type { NotebookClaims } from "./claim";
import { between, deviation, mean, share } from "./looks";
import { distance, plane, points, ring } from "./planes";

const gradientNorms = (printed: string): number[] =>
  [...printed.matchAll(/gradientNorm: ([\d.]+)/g)].map(([, value]) => Number(value));

export const notebook04: NotebookClaims = {
  file: "04-one-step-at-a-time.ipynb",
  claims: [
    {
      cell: "cell-07",
      says: "**Notice** the report: it was measured before the move.",
      // Untrained.
      shows: (out) => assert.match(out.printed("cell-08"), /realScore: 0\.5.*\n +fakeScore: 0\.5/),
    },
    {
      cell: "cell-09",
      says: "**Predict:** after 100 moves of D alone, where will the plane be green?",
      shows: (out) => {
        const map = plane(out, "cell-10");
        const near = map.filter(({ at }) => ring.some((centre) => distance(at, centre) < 0.1));
        const fakes = points(out, "cell-10");
        const among = map.filter(({ at }) => fakes.some((fake) => distance(at, fake) < 0.05));
        const [green, purple] = [near, among].map((some) => mean(some.map(({ value }) => value)));
        assert.ok(green! > 0.6 && purple! < 0.3, `${green} ${purple}`);
      },
    },
    {
      cell: "cell-13",
      says: "**Predict:** if G moves 150 times and D never answers, will its points form a circle?",
      shows: (out) => {
        const ways = points(out, "cell-14").map((at) =>
          at.map((value) => value / Math.hypot(...at)),
        );
        const together = Math.hypot(mean(ways.map(([x]) => x!)), mean(ways.map(([, y]) => y!)));
        assert.ok(together > 0.7, `no: they lie on one side of the middle, ${together}`);
      },
    },
    {
      cell: "cell-15",
      says: "They all run off in one direction, past the data",
      shows: (out) =>
        assert.ok(
          share(
            points(out, "cell-14").map((at) => Math.hypot(...at)),
            (radius) => radius > 1.1,
          ) > 0.8,
        ),
    },
    {
      cell: "cell-15",
      says: "**Notice** how pale the plane has become: D is much less sure.",
      shows: (out) => {
        const [before, after] = ["cell-14", "cell-16"].map((cell) =>
          mean(plane(out, cell).map(({ value }) => Math.abs(value - 0.5))),
        );
        assert.ok(after! < 0.6 * before!, `${before} ${after}`);
      },
    },
    {
      cell: "cell-17",
      says: "for a long time they run from mode to mode as one crowd, then they let go of each",
      shows: (out) => {
        const radii = points(out, "cell-18").map((at) =>
          Math.min(...ring.map((centre) => distance(at, centre))),
        );
        assert.ok(share(radii, (radius) => radius < 0.3) > 0.6);
        assert.match(out.printed("cell-22"), /^[78] of 8 modes/);
      },
    },
    {
      cell: "cell-19",
      says:
        "**Notice** the two halves of this game. First the scores swing: G runs to a mode, D " +
        "learns that it is overcrowded, G runs on.",
      shows: (out) => {
        const curve = out.trace("cell-20", "D(G(z)), generated");
        const swings = [0, 1, 2, 3, 4, 5, 6, 7].map((i) =>
          deviation(between(curve, 1000 * i + 200, 1000 * i + 1000)),
        );
        const end = deviation(between(curve, 7500, 8001));
        assert.ok(end < 0.4 * Math.max(...swings), `${end} ${swings.join(" ")}`);
      },
    },
    {
      cell: "cell-19",
      says: "when G reaches most modes at once, the swinging ends",
      shows: (out) =>
        assert.ok(
          out
            .numbers("cell-22")
            .slice(2)
            .filter((n) => n >= 20).length > 4,
        ),
    },
    {
      cell: "hand-7-text",
      says: "A slope can be measured: move one weight a little to both sides",
      shows: (out) => assert.ok(Math.abs(out.numbers("hand-7")[0]!) > 0.01, "not 0"),
    },
    {
      cell: "hand-8-text",
      says: "**Notice** that both give the same number.",
      shows: (out) => {
        const [measured, derived] = ["hand-7", "hand-8"].map((cell) => out.numbers(cell)[0]!);
        assert.ok(Math.abs(measured! - derived!) < 2e-4, `${measured} ${derived}`);
      },
    },
    {
      cell: "hand-4-text",
      says:
        "The losses begin near $2 \\log 2 = 1.39$ and $\\log 2 = 0.69$, where nobody knows " +
        "anything.",
      shows: (out) => {
        const [, , ofD, ofG] = /(round 0: L_D )([\d.]+), L_G ([\d.]+)/.exec(out.printed("hand-5"))!;
        assert.ok(Math.abs(Number(ofD) - 2 * Math.log(2)) < 0.1, ofD);
        assert.ok(Math.abs(Number(ofG) - Math.log(2)) < 0.1, ofG);
      },
    },
    {
      cell: "hand-5-text",
      says: "**Predict:** how many modes will it reach in 801 rounds?",
      shows: (out) => {
        const fakes = points(out, "hand-5");
        const reached = ring.filter((centre) => fakes.some((at) => distance(at, centre) < 0.15));
        assert.ok(reached.length >= 7, `${reached.length}`);
        const radii = fakes.map((at) => Math.min(...ring.map((centre) => distance(at, centre))));
        assert.ok(share(radii, (radius) => radius < 0.3) > 0.6, "they lie near the data");
      },
    },
    {
      cell: "hand-9-text",
      says: "**Notice** that the loss is the same number",
      shows: (out) => {
        const [byHand, ofLibrary] = out.numbers("hand-9");
        assert.ok(Math.abs(byHand! - ofLibrary!) < 2e-6);
        assert.ok(out.numbers("hand-9b")[0]! < 1e-6, "and so are the weights after the step");
      },
    },
    {
      cell: "hand-6-text",
      says: "**Predict:** who will win, and what will G have learned?",
      shows: (out) => {
        const last = out.printed("hand-6").trim().split("\n").at(-1)!;
        const [ofD, ofG] = [.../L_D ([\d.]+), L_G ([\d.]+)/.exec(last)!].slice(1).map(Number);
        assert.ok(ofD! > 5 && ofG! < 0.2, last);
      },
    },
    {
      cell: "hand-6b-text",
      says: "G's points have left the picture",
      shows: (out) => {
        const inside = points(out, "hand-6").filter((at) => at.every((x) => Math.abs(x) < 1.8));
        assert.ok(inside.length < 15, `${inside.length}`);
        const map = plane(out, "hand-6").map(({ value }) => value);
        assert.ok(share(map, (value) => value > 0.5) > 0.95, "D calls everything real");
      },
    },
    {
      cell: "cell-25",
      says: "**Notice** `gradientNorm`.",
      shows: (out) => {
        const [nonSaturating, minimax] = gradientNorms(out.printed("cell-24"));
        assert.ok(minimax! < 0.05 * nonSaturating!, `${minimax} ${nonSaturating}`);
      },
    },
  ],
  told: [
    { says: "A batch of 200 real points, as a tensor.", why: "what the code below it does" },
    { says: "*real is 1, fake is 0*", why: "a name of targets" },
    { says: "a mode counts from 20 points of 2,000", why: "a definition; the code below it" },
    { says: "The original game of 2014 reads log(1 - D(G(z))).", why: "a source" },
    { says: "**Notice** the two lists of weights", why: "what the code below it says" },
    { says: "their slopes along the logit are", why: "mathematics; test/train/losses.test.ts" },
    { says: "$\\sigma(\\ell)$ is near 0 for fakes", why: "the scores printed below it" },
    { says: "`spot` picks one of the 64 weights", why: "2 x 32, as the code says" },
    { says: "D lowers $L_D = ", why: "a definition" },
    { says: "log(1 - D) is flat", why: "mathematics; the norms above it show it" },
  ],
};
