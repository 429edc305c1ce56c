import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomically } from "../base/files";
import { roundNumbers } from "../base/round";
import type { Dataset } from "../data/dataset";
import { plotSamples } from "../plot/samples";
import { stepFile, stepFiles, type StepFile } from "./stepFiles";

/** What a generator drew from the same latent vectors at one step. */
export type Frame = { readonly step: number } & (
  { readonly png: Uint8Array } | { readonly points: readonly number[] }
);

const isImage = ({ shape }: Dataset): boolean =>
  shape.length === 3 && (shape[2] === 1 || shape[2] === 3);

/** Keeps a generator's samples: images as `samples/step-….png`, others as numbers in `samples/step-….json`. */
export function saveFrame(folder: string, step: number, drawn: Dataset): void {
  const place = join(folder, "samples");
  if (isImage(drawn))
    writeFileAtomically(
      stepFile(place, step, ".png"),
      plotSamples(drawn, { scale: 1, gap: 1 }).bytes,
    );
  else
    writeFileAtomically(
      stepFile(place, step, ".json"),
      JSON.stringify({ shape: drawn.shape, samples: roundNumbers([...drawn.samples]) }),
    );
}

/** A run's pictures, oldest first. */
export function frameFiles(folder: string): StepFile[] {
  const place = join(folder, "samples");
  return [...stepFiles(place, ".png"), ...stepFiles(place, ".json")].sort(
    (a, b) => a.step - b.step,
  );
}

/** Reads a run's pictures. */
export function readFrames(folder: string): Frame[] {
  return frameFiles(folder).map(({ step, path }) => {
    const content = readFileSync(path);
    if (path.endsWith(".png")) return { step, png: new Uint8Array(content) };
    return { step, points: (JSON.parse(content.toString()) as { samples: number[] }).samples };
  });
}
