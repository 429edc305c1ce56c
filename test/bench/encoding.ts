// How long a table's numbers take to be encoded, beside scikit-learn's mixtures as CTGAN fits them:
// `npm run bench:encoding`. Writes test/bench/results/encoding.json.
//
// Protocol: 8,000 diamonds, 7 columns of numbers; each side fits in turn, three times, in this run;
// the minimum counts. Ours is all of encodeTable, theirs the mixtures alone. Likelihood: the mean
// log density of a number, in the mixtures of both; higher is better.
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { writeFileAtomically } from "../../src/base/files";
import { encodeTable, readTable, type Mode } from "../../src/tables";
import { askRivals } from "./rivals";

const folder = mkdtempSync(join(tmpdir(), "tables-"));
askRivals("data", folder);
const file = join(folder, "diamonds_train.csv");
const table = readTable(file);
const [ours, theirs]: [number[], number[]] = [[], []];
let [likelihood, theirLikelihood] = [0, 0];
for (let turn = 0; turn < 3; turn++) {
  const begun = performance.now();
  const { codes } = encodeTable(table);
  ours.push((performance.now() - begun) / 1000);
  const means = codes.flatMap((code, c) =>
    code.kind === "number" ? [meanLogDensity(code.modes, table.columns[c]!.values)] : [],
  );
  likelihood = means.reduce((sum, value) => sum + value, 0) / means.length;
  const rival = askRivals("mixtures", file);
  theirs.push(rival.seconds!);
  theirLikelihood = rival.likelihood!;
}
rmSync(folder, { recursive: true });
const results = {
  rows: table.size,
  cpu: cpus()[0]?.model,
  ganbook: { seconds: Math.min(...ours), likelihood },
  "scikit-learn": { seconds: Math.min(...theirs), likelihood: theirLikelihood },
};
writeFileAtomically("test/bench/results/encoding.json", `${JSON.stringify(results, null, 1)}\n`);
console.log(results);

/** A value that is a mode of its own counts as its share of the rows. */
function meanLogDensity(modes: readonly Mode[], values: Iterable<unknown>): number {
  const all = Array.from(values, Number);
  const sum = all.reduce((total, value) => {
    const density = modes.reduce(
      (height, { weight, mean, deviation }) =>
        height +
        (deviation > 0
          ? ((weight / deviation) * Math.exp(-(((value - mean) / deviation) ** 2) / 2)) /
            Math.sqrt(2 * Math.PI)
          : value === mean
            ? weight
            : 0),
      0,
    );
    return total + Math.log(density);
  }, 0);
  return sum / all.length;
}
