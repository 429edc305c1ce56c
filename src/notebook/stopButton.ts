import type { TrainingCallback } from "../train/trainGan";

type Listener = (...args: unknown[]) => void;

/**
 * Makes Jupyter's stop button (and Ctrl-C in a script) end a training run after its current step, with everything kept.
 *
 * Jupyter sends SIGINT. The kernel's own listener would report the cell as failed, drop its variables and let the
 * training run on, so it is put aside while the game is played.
 */
export function stopButton(): TrainingCallback {
  let others: Listener[] = [];
  let own: Listener | undefined;
  return {
    async onStart(state) {
      // While a cell's synchronous part runs, Node has unhooked the listeners; afterwards they are back.
      await new Promise(setImmediate);
      if (own) return;
      others = process.listeners("SIGINT") as Listener[];
      own = () => state.stop();
      others.forEach((listener) => process.removeListener("SIGINT", listener));
      process.on("SIGINT", own);
    },
    onEnd() {
      if (!own) return;
      process.removeListener("SIGINT", own);
      others.forEach((listener) => process.on("SIGINT", listener));
      own = undefined;
    },
  };
}
