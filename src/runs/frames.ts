import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeFileAtomically } from "../base/files";
import { readJson, writeJson } from "../base/readJson";
import { roundNumbers } from "../base/round";
import { sampleLength, type Dataset } from "../data/dataset";
import { checkPng } from "../plot/png";
import { plotSamples } from "../plot/samples";
import { folderProblems, stepFile, stepFiles, type StepFile } from "./stepFiles";

/** What a generator drew from the same latent vectors at one step. */
export type Frame = { readonly step: number } & (
  { readonly png: Uint8Array } | { readonly points: readonly number[] }
);

const isImage = ({ shape }: Dataset): boolean =>
  shape.length === 3 && (shape[2] === 1 || shape[2] === 3);
const pointsSchema = z.strictObject({
  shape: z.array(z.int().min(1)),
  samples: z.array(z.number()),
});

/**
 * Keeps a generator's samples: images as `samples/step-….png`, others as numbers in
 * `samples/step-….json`.
 */
export function saveFrame(folder: string, step: number, drawn: Dataset): void {
  const place = join(folder, "samples");
  if (isImage(drawn)) {
    const { bytes } = plotSamples(drawn, { scale: 1, gap: 1 });
    writeFileAtomically(stepFile(place, step, ".png"), bytes);
    return;
  }
  const content = { shape: drawn.shape, samples: roundNumbers([...drawn.samples]) };
  writeJson(stepFile(place, step, ".json"), content);
}

/** A run's pictures, oldest first. */
export function frameFiles(folder: string): StepFile[] {
  const place = join(folder, "samples");
  return [...stepFiles(place, ".png"), ...stepFiles(place, ".json")].sort(
    (a, b) => a.step - b.step,
  );
}

/** Reads a run's pictures, and says which ones cannot be read. */
export function readFrames(folder: string): { frames: Frame[]; problems: string[] } {
  const frames: Frame[] = [];
  const problems = folderProblems(join(folder, "samples"));
  for (const file of frameFiles(folder))
    try {
      frames.push(readFrame(file));
    } catch (error) {
      problems.push((error as Error).message);
    }
  return { frames, problems };
}

function readFrame({ step, path }: StepFile): Frame {
  if (path.endsWith(".png"))
    try {
      return { step, png: checkPng(new Uint8Array(readFileSync(path))) };
    } catch (cause) {
      throw new Error(`${path}: ${(cause as Error).message}`, { cause });
    }
  const { value, problem } = readJson(path, pointsSchema);
  if (!value) throw new Error(problem);
  const length = sampleLength(value.shape);
  if (value.samples.length % length !== 0)
    throw new Error(
      `${path}: expected samples of ${length} numbers, received ${value.samples.length} in all`,
    );
  return { step, points: value.samples };
}
