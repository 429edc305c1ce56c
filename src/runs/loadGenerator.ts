import type * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { defineOptions } from "../base/options";
import { writeGameState } from "../train/gameState";
import { namedLoss } from "../train/losses/named";
import type { LayerClass } from "../train/ownLayers";
import { listCheckpoints, loadCheckpoint, useNewest } from "./checkpoint";
import { readConfig, type RunConfig } from "./config";
import { foundSchema, makeGame } from "./loadGame";
import { findStep, stepOption } from "./findStep";

export interface LoadGeneratorOptions {
  /** A step with a checkpoint, `"latest"` or `"best"`. Default `"latest"`. */
  step?: number | "latest" | "best";
  /**
   * The classes of the run's own layers, where `tf.serialization.registerClass` does not know them.
   * Default none.
   */
  layers?: readonly LayerClass[] | undefined;
}

const schema = z.strictObject({ step: stepOption, layers: foundSchema.shape.layers });
const readOptions = defineOptions("loadGenerator", schema);

/**
 * The generator of a recorded run as it was after a step: the averaged one, where there is one. It
 * takes neither the run's data nor its loss.
 *
 * @throws TypeError on a wrong option; Error where there is no run, or no sound checkpoint of that
 *   step
 */
export async function loadGenerator(
  folder: string,
  options: LoadGeneratorOptions = {},
): Promise<{ generator: tf.LayersModel; step: number; config: RunConfig }> {
  const { step, layers } = readOptions(options);
  const { config, problem } = readConfig(folder);
  if (problem) console.warn(problem);
  const wanted = findStep(folder, step);
  const file = listCheckpoints(folder).find((checkpoint) => checkpoint.step === wanted);
  if (wanted !== undefined && !file) {
    const steps = listCheckpoints(folder).map((checkpoint) => checkpoint.step);
    throw new Error(
      `${folder}: expected a step with a checkpoint (${steps.join(", ") || "there is none"}), ` +
        `received ${wanted}; loadGame plays to any step, with the run's data`,
    );
  }
  // No step is played, so that any loss will do.
  const settings = { ...config.game, labelSmoothing: 0 };
  const game = await makeGame(folder, { ...config, game: settings }, namedLoss("hinge")!, layers);
  if (file) writeGameState(game, loadCheckpoint(file).state);
  else useNewest(folder, ({ state }) => writeGameState(game, state));
  return { generator: game.average?.generator ?? game.generator, step: game.step, config };
}
