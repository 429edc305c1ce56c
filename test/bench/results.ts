import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { writeFileAtomically } from "../../src/base/files";
import { meanInterval } from "../../src/base/interval";

/** The results that a bench has written so far, by contestant. */
export function readResults<R>(file: string): Record<string, R> {
  return (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}) as Record<string, R>;
}

/** One seed's numbers. */
export type SeedResult = { seed: number } & Record<string, number>;

/**
 * Runs what is missing of the seeds (1 to 5, or those that the environment variable SEEDS lists)
 * for each contestant and writes everything to a file under `test/bench/results`, seed by seed, so
 * that a long bench goes on where it stopped, and two of them with different seeds can share the
 * work. Each number gets its mean and 95 % interval over the seeds.
 *
 * @param play one seed of one contestant
 */
export async function compareContestants<C extends object>(
  name: string,
  contestants: Readonly<Record<string, C>>,
  play: (contestant: C, seed: number) => Promise<Record<string, number>>,
  { part = "", protocol }: { part?: string; protocol: object },
): Promise<void> {
  const file = `test/bench/results/${name}.json`;
  type Result = { protocol: object; over: Record<string, object>; runs: SeedResult[] };
  const read = (): Record<string, Result> => readResults<Result>(file);
  const seeds = (process.env.SEEDS ?? "1,2,3,4,5").split(",").map(Number);
  for (const [title, contestant] of Object.entries(contestants).filter(([key]) =>
    key.includes(part),
  )) {
    for (const seed of seeds) {
      if (read()[title]?.runs.some((run) => run.seed === seed)) continue;
      const begun = performance.now();
      const numbers = await play(contestant, seed);
      const run = { seed, seconds: Math.round((performance.now() - begun) / 1000), ...numbers };
      const results = read();
      const runs = [...(results[title]?.runs ?? []), run].sort((a, b) => a.seed - b.seed);
      const over = Object.fromEntries(
        Object.keys(numbers).map((key) => [
          key,
          meanInterval(runs.map((one) => one[key as keyof typeof one])),
        ]),
      );
      results[title] = {
        protocol: { ...contestant, ...protocol, cpu: cpus()[0]?.model },
        over,
        runs,
      };
      writeFileAtomically(file, `${JSON.stringify(results, null, 1)}\n`);
      console.log(`${title}, seed ${seed}:`, JSON.stringify(run));
    }
  }
}
