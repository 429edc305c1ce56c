/**
 * What Node has broken into, as the stop button's last resort: no `finally` runs there, so what it
 * would have put back is put back here.
 */
export class Breaks {
  readonly #restores = new Set<() => void>();
  #scopes = 0;

  /** @returns a function that takes `restore` back */
  onBreak(restore: () => void): () => void {
    this.#restores.add(restore);
    return () => void this.#restores.delete(restore);
  }

  /** Before a cell begins. */
  begin(): void {
    this.#scopes = engine()?.state.scopeStack.length ?? 0;
  }

  /** After Node has broken into the cell. */
  mend(): void {
    for (const restore of [...this.#restores].reverse()) restore();
    this.#restores.clear();
    leaveTensorFlow(this.#scopes);
  }
}

/** What is used of TensorFlow.js' engine (tfjs-core/src/engine.ts, `EngineState`). */
interface Engine {
  state: {
    scopeStack: unknown[];
    gradientDepth: number;
    kernelDepth: number;
    activeTape?: { saved?: { dispose(): void }[] }[] | null;
  };
  endScope(): void;
}

/** TensorFlow.js' engine is one for all that a process has loaded of it. */
const engine = (): Engine | undefined => (globalThis as { _tfengine?: Engine })._tfengine;

/**
 * Leaves the gradients, kernels and scopes (`tf.tidy`) that a cell was in; else the next gradient
 * would fail, and what they held would be held for ever.
 */
function leaveTensorFlow(scopes: number): void {
  const running = engine();
  if (!running) return;
  const { state } = running;
  for (const { saved } of state.activeTape ?? [])
    for (const tensor of saved ?? []) tensor.dispose();
  Object.assign(state, { gradientDepth: 0, kernelDepth: 0, activeTape: null });
  while (state.scopeStack.length > scopes) running.endScope();
}
