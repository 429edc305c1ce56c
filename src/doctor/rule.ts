import { meanOfLast } from "../base/mean";
import type { History } from "../train/history";
import type { Inspection } from "./inspect";

/** What a rule looks at. */
export interface Case {
  readonly history: History;
  readonly inspection?: Inspection;
}

/** Numbers that speak for a finding. */
export type Evidence = Record<string, number | string>;

/** One thing that can be wrong with a game. */
export interface Rule {
  readonly name: string;
  readonly says: string;
  readonly cause: string;
  readonly fix: string;
  /** A symptom may pass by itself; causes do not. */
  readonly isSymptom?: true;
  /** The evidence, or undefined where there is none. */
  readonly find: (found: Case) => Evidence | undefined;
}

/**
 * Steps that the scores' means are taken over, and how many there have to be before symptoms count.
 */
export const symptomSteps = 200;
export const last = (values: readonly number[]): number => meanOfLast(values, symptomSteps);
export const isYoung = ({ step }: History): boolean => (step.at(-1) ?? 0) < symptomSteps;
export const round = (value: number): number => Number(value.toPrecision(3));
