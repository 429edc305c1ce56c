import * as tf from "@tensorflow/tfjs";
import { placeAfter, type History } from "../train/history";

interface SummaryWriter {
  scalar(name: string, value: number, step: number): void;
  flush(): void;
}

/**
 * Writes a run's numbers for TensorBoard, with TensorFlow's own writer (tfjs-node,
 * dist/tensorboard.js).
 */
export class TensorBoard {
  readonly #writer: SummaryWriter;
  #last: number;

  /**
   * @param last the last step that has been written already
   * @throws Error on a backend other than TensorFlow
   */
  constructor(folder: string, last: number) {
    this.#last = last;
    if (tf.getBackend() !== "tensorflow")
      throw new Error(
        `tensorboard: expected the tensorflow backend, received ${tf.getBackend()}; leave ` +
          "the option out",
      );
    const { node } = require("@tensorflow/tfjs-node-gpu") as {
      node: {
        summaryFileWriter(folder: string, maxQueue?: number, flushMillis?: number): SummaryWriter;
      };
    };
    this.#writer = node.summaryFileWriter(folder);
  }

  /** After a step: writes it, and earlier ones that are new. */
  write(history: History): void {
    const { step, ...numbers } = history;
    const now = step.at(-1) ?? 0;
    const last = Math.min(this.#last, now - 1); // fewer than before when somebody has gone back
    for (let i = placeAfter(history, last); i < step.length; i++)
      for (const [name, values] of Object.entries<readonly number[]>({ ...numbers }))
        this.#writer.scalar(name, values[i]!, step[i]!);
    this.#last = now;
  }

  close(): void {
    this.#writer.flush();
  }
}
