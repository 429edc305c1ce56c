import assert from "node:assert/strict";
import { apart, mean, share, spread } from "../looks";
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
      says: "shapes that are more alike, and heavier",
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
          assert.ok(alike! < 0.92 * varied!, `${alike} ${varied}`);
          const [heavy, light] = [out, before].map((one) => ink(tilesOf(one)));
          assert.ok(heavy! > 1.15 * light!, `${heavy} ${light}`);
          const { all } = map(before);
          assert.ok(mean(all[112]!) < 0.3 * ink(all), "nothing in the middle of the map");
          const numbers = [varied, alike, light, heavy].map((one) => one!.toFixed(0));
          return `apart ${numbers[0]} -> ${numbers[1]}, ink ${numbers[2]} -> ${numbers[3]}`;
        },
        found: "apart 74 -> 61, ink 23 -> 32",
      },
    },
    {
      number: 2,
      says: "hardly other shapes at the edge, only thinner and harder",
      actions: ["cell-08", { cell: "cell-12", edits: [["reach = 6", "reach = 15"]] }],
      full: {
        shows: (out, before) => {
          const [far, near] = [out, before].map((one) => map(one).edge);
          assert.ok(ink(far!) < 0.9 * ink(near!), `${ink(far!)} ${ink(near!)}`);
          const change = mean(far!.map((tile, i) => apart(tile, near![i]!)));
          assert.ok(change < 0.5 * spread(near!), `${change} ${spread(near!)}`);
          const inks = `${ink(near!).toFixed(0)} -> ${ink(far!).toFixed(0)}`;
          return `ink at the edge ${inks}; ${change.toFixed(0)} from the same place before`;
        },
        found: "ink at the edge 42 -> 33; 35 from the same place before",
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
          const varied = spread(map(out).all);
          assert.ok(digits === "10/10 digits" && varied > 60, `${digits} ${varied}`);
          return `${digits}; pictures of the map ${varied.toFixed(0)} apart`;
        },
        found: "10/10 digits; pictures of the map 90 apart",
      },
    },
  ],
};
