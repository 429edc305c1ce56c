import { z } from "zod";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { pickByShare } from "../base/pick";
import { randomStream, type RandomStream } from "../base/random";
import { createTable } from "./createTable";
import type { Table } from "./table";

export interface SamplePeopleOptions {
  /** Rows. Default 4,000. */
  size?: number;
  /** Decides them. Default 0. */
  seed?: number;
}

const schema = z.strictObject({ size: positiveInteger.default(4000), seed: seedOption });
const readOptions = defineOptions("samplePeople", schema);

const schools = ["primary", "secondary", "college", "doctorate"] as const;
const jobs = ["craft", "office", "care", "research", "none"] as const;
/** How often each job is taken, by school. */
const chances: Readonly<Record<(typeof schools)[number], readonly number[]>> = {
  primary: [0.5, 0.1, 0.2, 0, 0.2],
  secondary: [0.35, 0.35, 0.2, 0.01, 0.09],
  college: [0.05, 0.6, 0.2, 0.1, 0.05],
  doctorate: [0, 0.3, 0.05, 0.62, 0.03],
};
/** Yearly pay in thousands, by job: most have the first, every fourth the second. */
const pay: Readonly<Record<(typeof jobs)[number], readonly [number, number]>> = {
  craft: [32, 48],
  office: [42, 75],
  care: [30, 40],
  research: [55, 90],
  none: [8, 14],
};

/**
 * A table of invented people whose law is known, for lessons and tests: age (two humps), school,
 * job (depends on school), income in thousands (by job, two humps, grows with age), and whether
 * they own their home (depends on age and income).
 *
 * @throws TypeError on a wrong option
 */
export function samplePeople(options: SamplePeopleOptions = {}): Table {
  const { size, seed } = readOptions(options);
  const random = randomStream(seed, "people");
  return createTable(Array.from({ length: size }, () => samplePerson(random)));
}

function samplePerson(random: RandomStream): Record<string, string | number> {
  const young = random.uniform() < 0.55;
  const age = Math.round(
    Math.min(90, Math.max(18, young ? 31 + 7 * random.normal() : 62 + 9 * random.normal())),
  );
  const school =
    schools[pickByShare(young ? [0.1, 0.4, 0.43, 0.07] : [0.3, 0.45, 0.22, 0.03], random)]!;
  const job = jobs[pickByShare(chances[school], random)]!;
  const base = pay[job][random.uniform() < 0.75 ? 0 : 1];
  const income = Math.max(
    1,
    base * (0.8 + 0.005 * Math.min(age, 65)) * Math.exp(0.08 * random.normal()),
  );
  const chance = 1 / (1 + Math.exp(-(0.09 * (age - 45) + 0.06 * (income - 40))));
  return {
    age,
    school,
    job,
    income: Number(income.toFixed(1)),
    home: random.uniform() < chance ? "own" : "rented",
  };
}
