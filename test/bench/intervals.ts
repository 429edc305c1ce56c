// How often 95 % intervals hold the truth: `npm run bench:intervals [-- part]`. Writes
// test/bench/results/intervals.json.
//
// Protocol: 500 repetitions of each trial of `test/support/trials.ts` (samples of distributions
// whose truth is known, three sizes each), counted in how many the interval held the truth; and in
// how many of 2,000 runs a generator that does not copy is accused.
import { cpus } from "node:os";
import { writeFileAtomically } from "../../src/base/files";
import { randomStream } from "../../src/base/random";
import { findCopies } from "../../src/measure/copies";
import { startRuntime } from "../../src/runtime/start";
import { coverageOf } from "../support/coverage";
import { copySizes, drawCopies, trials } from "../support/trials";
import { readResults } from "./results";

const file = "test/bench/results/intervals.json";
const [repetitions, runs] = [500, 2000];

async function main(part = ""): Promise<void> {
  const { description } = await startRuntime();
  const keep = (key: string, result: object): void => {
    const results = { ...readResults<object>(file), [key]: result };
    const protocol = { repetitions, runs, runtime: description, cpu: cpus()[0]?.model };
    writeFileAtomically(file, `${JSON.stringify({ ...results, protocol }, null, 1)}\n`);
    console.log(key, JSON.stringify(result));
  };
  const chosen = trials.filter(({ measure, of, sizes }) =>
    `${measure}, ${of}, ${sizes}`.includes(part),
  );
  for (const trial of chosen)
    for (const coverage of coverageOf(trial, repetitions))
      keep(`${coverage.measure}, ${coverage.of}, ${coverage.sizes}`, {
        ...coverage,
        share: coverage.held / repetitions,
      });
  if (!"false alarms".includes(part)) return;
  for (const level of [0.01, 0.05])
    for (const counts of copySizes) {
      const alarms = Array.from({ length: runs }, (_, run) => {
        const sets = drawCopies(counts, 0, randomStream(run, `alarms, ${level}, ${counts.join()}`));
        const { copied, border } = findCopies(...sets, { level });
        return copied.mean > border;
      }).filter(Boolean).length;
      keep(`false alarms, level ${level}, ${counts.join(", ")}`, { alarms, share: alarms / runs });
    }
}
void main(process.argv[2]);
