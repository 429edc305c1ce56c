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
      says:
        "for a long time, some 6,000 steps, they run from mode to mode as one crowd, then they " +
        "let go of each other.",
      shows: (out) => {
        const radii = points(out, "cell-18").map((at) =>
          Math.min(...ring.map((centre) => distance(at, centre))),
        );
        assert.ok(share(radii, (radius) => radius < 0.3) > 0.6);
        assert.match(out.printed("cell-22"), /^8 of 8 modes/);
      },
    },
    {
      cell: "cell-19",
      says:
        "**Notice** the two halves of this game. First the scores swing, and the more the " +
        "longer",
      shows: (out) => {
        const curve = out.trace("cell-20", "D(G(z)), generated");
        const [early, late, end] = [
          between(curve, 500, 2500),
          between(curve, 4000, 6000),
          between(curve, 7200, 8001),
        ].map(deviation);
        assert.ok(late! > early!, `${early} ${late}`);
        assert.ok(end! < 0.7 * late!, `${late} ${end}`);
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
    { says: "log(1 - D) is flat", why: "mathematics; the norms above it show it" },
  ],
};
