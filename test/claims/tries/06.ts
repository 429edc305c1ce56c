import assert from "node:assert/strict";
import { mean, share, spread } from "../looks";
import { cutTiles, type Outputs } from "../outputs";
import type { Edit, NotebookTries } from "./try";

const tilesOf = (out: Outputs): number[][] => out.tiles("cell-08", 28, 1);
const ink = (tiles: readonly (readonly number[])[]): number => mean(tiles.map(mean));
/** The pictures of the map, 15 x 15, and those at its edge. */
const map = (out: Outputs): { all: number[][]; edge: number[][] } => {
  const [, png] = out.figure("cell-12").layout.images![0]!.source.split("base64,");
  const all = cutTiles(png!, { side: 28, gap: 0, scale: 1 });
  assert.equal(all.length, 225);
  const isEdge = (i: number): boolean =>
    [0, 14].some((end) => i % 15 === end || (i >= 15 * end && i < 15 * (end + 1)));
  return { all, edge: all.filter((_, i) => isEdge(i)) };
};
const fewer: Edit = ["epochs: fast ? 1 : 20", "...(fast ? { steps: 5 } : { epochs: 20 })"];

export const tries06: NotebookTries = {
  file: "06-what-it-learned.ipynb",
  before: ["cell-02", { cell: "cell-04", edits: [fewer] }, "cell-08", "cell-12"],
  tries: [
    {
      number: 1,
      says: "paler, more average shapes",
      actions: [
        {
          cell: "cell-08",
          edits: [
            ["drawLatents(10, 32, 5);", "drawLatents(10, 32, 5).map((value) => 0.3 * value);"],
          ],
        },
      ],
      full: {
        shows: (out, before) => {
          const [alike, varied] = [out, before].map((one) => spread(tilesOf(one)));
          const [pale, dark] = [out, before].map((one) => ink(tilesOf(one)));
          const [grey, black] = [out, before].map((one) =>
            mean(tilesOf(one).map((t) => Math.max(...t))),
          );
          return `${varied} -> ${alike}; ${dark} -> ${pale}; ${black} -> ${grey}`;
        },
        found: "",
      },
    },
    {
      number: 2,
      says: "the edge to fill with heavy strokes",
      actions: ["cell-08", { cell: "cell-12", edits: [["reach = 6", "reach = 15"]] }],
      full: {
        shows: (out, before) => {
          const [heavy, light] = [out, before].map((one) => ink(map(one).edge));
          return `ink at the edge ${light!.toFixed(1)} -> ${heavy!.toFixed(1)}`;
        },
        found: "",
      },
    },
    {
      number: 3,
      says: "nearly the whole world of this G on one page: nine of ten z lie in that square",
      actions: [
        { cell: "cell-04", edits: [["latentSize: 32", "latentSize: 2"], fewer] },
        {
          cell: "cell-08",
          edits: [
            ["drawLatents(10, 32, 5)", "drawLatents(10, 2, 5)"],
            ["i * 32", "i * 2"],
            ["(i + 1) * 32", "(i + 1) * 2"],
          ],
        },
        { cell: "cell-12", edits: [["reach = 6", "reach = 2"]] },
        {
          newCell: "inside",
          code: "console.log([...drawLatents(5000, 2, 9)].map(Math.abs).join(' '));",
        },
      ],
      shows: (out) => {
        const z = out.numbers("inside");
        const pairs = Array.from({ length: z.length / 2 }, (_, i) =>
          Math.max(z[2 * i]!, z[2 * i + 1]!),
        );
        const inside = share(pairs, (largest) => largest < 2);
        assert.ok(Math.abs(inside - 0.91) < 0.02, `${inside}`);
        return `${(100 * inside).toFixed(0)} % of z lie in the square`;
      },
      full: {
        shows: (out) => {
          const [digits] = /\d+\/10 digits/.exec(out.texts("cell-04")[0]!)!;
          return `${digits} map spread ${spread(map(out).all)}`;
        },
        found: "",
      },
    },
  ],
};
