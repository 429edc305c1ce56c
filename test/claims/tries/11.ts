import assert from "node:assert/strict";
import type { Outputs } from "../outputs";
import type { NotebookTries } from "./try";

const played = ["tables-05", "tables-07", "tables-09", "tables-11", "tables-13"];
const columns = (out: Outputs): { name: string; distance: number; floor: number }[] =>
  [...out.printed("tables-13").matchAll(/^(\w+) +([\d.]+) floor ([\d.]+)/gm)].map(
    ([, name, distance, floor]) => ({
      name: name!,
      distance: Number(distance),
      floor: Number(floor),
    }),
  );
const schools = {
  newCell: "schools",
  code: `for (const school of ["doctorate", "primary", "secondary", "college"])
  console.log(share(people, school), share(invented, school));`,
} as const;

export const tries11: NotebookTries = {
  file: "11-tables.ipynb",
  isShort: true,
  before: ["tables-01", "tables-03", ...played, schools],
  tries: [
    {
      number: 1,
      says: "larger distances, and rarer schools to come out worse",
      actions: [
        {
          cell: "tables-09",
          edits: [
            ["classes: encoded.conditionSize, ", ""],
            [', conditioning: "concatenation"', ""],
            ["{ game, data,", "{ game, data: encoded,"],
          ],
        },
        { cell: "tables-11", edits: [["count: 4000, conditions,", "count: 4000,"]] },
        "tables-13",
        schools,
      ],
      shows: (out, before) => {
        const [worse, better] = [out, before].map((one) =>
          columns(one).map(({ distance }) => distance),
        );
        assert.ok(
          worse!.at(-1)! > 1.3 * better!.at(-1)!,
          `pairs: ${worse?.join(" ")}; ${better?.join(" ")}`,
        );
        const [far, near] = [out, before].map((one) => {
          const shares = one.numbers("schools"); // the two rarest come first
          return Math.abs(shares[1]! - shares[0]!) + Math.abs(shares[3]! - shares[2]!);
        });
        assert.ok(far! > near!, `${far} ${near}`);
        const pairs = `pairs ${better!.at(-1)} before, ${worse!.at(-1)} after`;
        return `${pairs}; rare schools off by ${near!.toFixed(3)} and ${far!.toFixed(3)}`;
      },
    },
    {
      number: 2,
      says: "D to see when rows of a batch are too alike",
      actions: [
        {
          cell: "tables-09",
          edits: [
            ['conditioning: "concatenation"', 'conditioning: "concatenation", packing: 4'],
            ["averageDecay: 0.999,", "averageDecay: 0.999, packing: 4,"],
          ],
        },
        ...["tables-11", "tables-13"],
        {
          newCell: "alike",
          code: `import { tf } from "ganbook";
const logit = (row: (pack: number, place: number) => number) => tf.tidy(() => {
  const rows = Array.from({ length: 2000 }, (_, i) => row(Math.floor(i / 4), i % 4));
  const packed = (values: Float32Array) => {
    const size = values.length / data.size;
    const one = (i: number) => [...values.subarray(i * size, (i + 1) * size)];
    return tf.tensor2d(rows.map(one)).reshape([500, 4 * size]);
  };
  const seen = discriminator.predict([packed(data.samples), packed(data.conditions!)]);
  return (seen as tf.Tensor).mean().dataSync()[0]!;
});
console.log(logit((pack, place) => 4 * pack + place), logit((pack) => 4 * pack));`,
        },
      ],
      shows: (out) => {
        const [different, alike] = out.numbers("alike");
        assert.ok(alike! < different! - 0.05, `${different} ${alike}`);
        const logits = `${different!.toFixed(2)} and ${alike!.toFixed(2)}`;
        return `D's logits of four rows, and of one row four times: ${logits}`;
      },
    },
    {
      number: 3,
      says: "the floor to rise when your table has fewer rows",
      actions: [
        {
          newCell: "files",
          code: `import { writeFileSync } from "fs";
for (const seed of [1, 2])
  writeFileSync(\`half-\${seed}.csv\`, tableToCsv(samplePeople({ size: 400, seed })));`,
        },
        { newCell: "import", code: 'import { readTable } from "ganbook/tables";' },
        {
          cell: "tables-03",
          edits: [
            ["samplePeople({ size: 4000, seed: 1 })", 'readTable("half-1.csv")'],
            ["samplePeople({ size: 4000, seed: 2 })", 'readTable("half-2.csv", { like: people })'],
          ],
        },
        ...played,
        ...["tables-15", "tables-17"],
      ],
      shows: (out, before) => {
        const [high, low] = [out, before].map((one) => columns(one).at(-1)!.floor);
        assert.ok(high! > 2 * low!, `${high} ${low}`);
        return `floor of pairs ${low} -> ${high}`;
      },
    },
  ],
};
