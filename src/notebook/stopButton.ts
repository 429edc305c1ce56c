import { runningKernel } from "../kernel/api";
import type { TrainingCallback } from "../train/trainGan";

type Listener = (...args: unknown[]) => void;

/**
 * Makes Ctrl-C in a script end a training run after its current step, with everything kept. In a
 * notebook the stop button does so by itself. A second Ctrl-C is the script's own again: it ends
 * the process at once.
 */
export function stopButton(): TrainingCallback {
  let release: (() => void) | undefined;
  const giveBack = (): void => {
    release?.();
    release = undefined;
  };
  return {
    onStart(state) {
      if (runningKernel()) return;
      release ??= onSignal(() => {
        giveBack();
        state.stop();
      });
    },
    onEnd: giveBack,
  };
}

/** Takes Ctrl-C over from whoever listens, until the function it returns is called. */
function onSignal(stop: () => void): () => void {
  const others = process.listeners("SIGINT") as Listener[];
  process.removeAllListeners("SIGINT");
  process.on("SIGINT", stop);
  return () => {
    process.removeListener("SIGINT", stop);
    for (const listener of others) process.on("SIGINT", listener);
  };
}
