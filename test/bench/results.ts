import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { writeFileAtomically } from "../../src/base/files";
import { meanInterval } from "../../src/base/interval";

/** One seed's numbers. */
export type SeedResult = { seed: number } & Record<string, number>;

/**
 * Runs what is missing of `seeds` for each contestant and writes everything to a file under `test/bench/results`, seed by seed, so
 * that a long bench goes on where it stopped. Each number gets its mean and 95 % interval over the seeds.
 *
 * @param play one seed of one contestant
 */
export async function compareContestants<C extends object>(
  name: string,
  contestants: Readonly<Record<string, C>>,
  play: (contestant: C, seed: number) => Promise<Record<string, number>>,
  { seeds = [1, 2, 3, 4, 5], part = "", protocol }: { seeds?: readonly number[]; part?: string; protocol: object },
): Promise<void> {
  const file = `test/bench/results/${name}.json`;
  type Result = { protocol: object; over: Record<string, object>; runs: SeedResult[] };
  const results = (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}) as Record<string, Result>;
  for (const [title, contestant] of Object.entries(contestants).filter(([key]) => key.includes(part))) {
    const result = (results[title] ??= { protocol: {}, over: {}, runs: [] });
    result.protocol = { ...contestant, ...protocol, seeds, cpu: cpus()[0]?.model };
    for (const seed of seeds.filter((number) => !result.runs.some((run) => run.seed === number))) {
      const begun = performance.now();
      const numbers = await play(contestant, seed);
      result.runs.push({ seed, seconds: Math.round((performance.now() - begun) / 1000), ...numbers });
      console.log(`${title}, seed ${seed}:`, JSON.stringify(result.runs.at(-1)));
      for (const key of Object.keys(numbers)) result.over[key] = meanInterval(result.runs.map((run) => run[key]!));
      writeFileAtomically(file, `${JSON.stringify(results, null, 1)}\n`);
    }
  }
}
