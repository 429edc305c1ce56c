import assert from "node:assert/strict";
import type { NotebookClaims } from "./claim";

export const notebook11: NotebookClaims = {
  file: "11-tables.ipynb",
  claims: [
    {
      cell: "tables-04",
      says: "**Notice** how many Gaussians each column needed.",
      shows: (out) => {
        const counts = ["age", "income"].map(
          (name) =>
            new RegExp(`^${name} \\[([^\\]]*)`, "m").exec(out.printed("tables-05"))![1]!.split(",")
              .length,
        );
        assert.ok(
          counts.every((count) => count > 1 && count <= 8),
          counts.join(" "),
        );
      },
    },
    {
      cell: "tables-06",
      says: "**Compare** the shares.",
      shows: (out) => {
        const [doctorate, trained] = out.numbers("tables-07");
        assert.ok(trained! > 1.5 * doctorate!);
      },
    },
    {
      cell: "tables-08",
      says: "**Predict:** which column will be hardest?",
      shows: (out) => {
        const distances = [...out.printed("tables-13").matchAll(/^(\w+) +([\d.]+) floor/gm)].map(
          ([, name, distance]) => ({ name, distance: Number(distance) }),
        );
        const columns = distances.filter(({ name }) => name !== "pairs");
        assert.equal(columns.length, 5);
        assert.ok(Math.max(...columns.map(({ distance }) => distance)) < 0.1, "none is far");
      },
    },
    {
      cell: "tables-12",
      says: "**Notice** that two tables of the same law have a distance too: that is the floor.",
      shows: (out) => {
        const floors = [...out.printed("tables-13").matchAll(/floor ([\d.]+)/g)].map((m) =>
          Number(m[1]),
        );
        assert.ok(floors.length === 6 && floors.every((floor) => floor > 0));
      },
    },
    {
      cell: "tables-16",
      says: "**Notice** the medians.",
      shows: (out) => {
        const [invented, others] = /invented ([\d.]+) others ([\d.]+)/
          .exec(out.printed("tables-17"))!
          .slice(1)
          .map(Number);
        assert.ok(Math.abs(invented! / others! - 1) < 0.3, `${invented} ${others}`);
        const [, copied] = /of the others: ([\d.]+) %/.exec(out.printed("tables-17"))!;
        const [, border] = /more than ([\d.]+) %/.exec(out.printed("tables-17"))!;
        assert.ok(Number(copied) < Number(border), "it does not copy");
      },
    },
  ],
  told: [
    { says: "0 is alike, 1 nothing in common", why: "a definition" },
    {
      says: "A generator that copies has many at distance 0.",
      why: "test/measure/distances.test.ts",
    },
  ],
};
