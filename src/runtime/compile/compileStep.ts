import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { defineOptions } from "../../base/options";
import { printMessage } from "../../base/output";
import { difference } from "./difference";
import { nodeBackend } from "./nodeBackend";
import { record, type Recording } from "./record";
import { findChange, rehearse, type Change, type OwnCode, type Rehearsal } from "./rehearse";
import { createReplay, isValid, runReplay, type Replay } from "./replay";
import { flatten, rebuilder } from "./structure";

export interface CompileStepOptions {
  /** Compile with XLA, where TensorFlow has it. Default false. */
  xla?: boolean;
}

/** Options of steps in which somebody else's code runs. */
export interface WatchedStepOptions<Inputs extends unknown[]> extends CompileStepOptions {
  /**
   * The JavaScript in the step that is not known to do the same each time, for inputs like these.
   * It is run again before each compiled run, once and without computing, and found out when it
   * does something else. Default: none.
   */
  own?: (...inputs: Inputs) => readonly OwnCode[];
}

/** A step that runs as one TensorFlow function once it is known. */
export interface CompiledStep<Inputs extends unknown[] = tf.Tensor[], Results = tf.Tensor[]> {
  /** Runs the step. The results belong to the caller. */
  (...inputs: Inputs): Results;
  /** Why the step runs op by op, or undefined when it is, or will be, compiled. */
  fallback(): string | undefined;
  /**
   * Frees what the step holds inside TensorFlow; a later call starts anew. Also done when nobody
   * holds the step any more.
   */
  dispose(): void;
}

/** What is known of a step for inputs of one kind. */
interface Seen<Results> {
  runs: number;
  /** Makes what the step gave last of its tensors. */
  rebuild?: (tensors: readonly tf.Tensor[]) => Results;
  /** The first recording, and what others' code did before it. */
  first?: { recording: Recording; rehearsed: (Rehearsal | Change)[] };
  replay?: Replay;
  rehearsals?: Rehearsal[];
}

/** So often is a step recorded anew because it has changed; then it stays op by op. */
const mostChanges = 3;

/**
 * Makes a step fast: the first call runs it as it is, the second and third record it, and from the
 * fourth on the whole step is one TensorFlow function, called once.
 * It serves any TensorFlow.js code, as `tf.function` does in Python:
 *
 * ```ts
 * const train = compileStep((x, y) => {
 *   const loss = () => tf.losses.softmaxCrossEntropy(y, model.apply(x) as tf.Tensor) as tf.Scalar;
 *   return [optimizer.minimize(loss, true)!];
 * });
 * const [loss] = train(x, y); // of each shape, the fourth call is compiled
 * ```
 *
 * `step` takes and gives tensors, also in arrays and objects. It may read and assign any
 * `tf.Variable`, and must do the same ops each time. What changes from call to call comes in
 * through its inputs, or is a setting of an Adam optimizer. A step whose second and third call do
 * other ops, because it reads a value in the middle, branches, or draws random numbers in
 * JavaScript, is found out and goes on op by op; `fallback` says why. So does every step on another
 * backend than TensorFlow's, and one that is called inside a gradient. Each shape of inputs is
 * recorded by itself. From the fourth call on the step's JavaScript is not run: what it would do
 * beside TensorFlow's ops, such as counting or keeping tensors, is not done, and a number of your
 * own, such as a rate, stays what it was: make it a `tf.Variable`. Tensors that the step takes
 * from outside, other than inputs and variables, are not known to stay the same, and make it go op
 * by op; among the optimizers of TensorFlow.js those are `sgd` and `momentum`. `rmsprop`,
 * `adagrad`, `adadelta` and `adamax` are compiled; where one of their settings has changed, or a
 * variable has been disposed, the step is recorded anew. An optimizer that takes the place of one
 * that is not disposed is not seen: `dispose` the step then.
 *
 * @throws TypeError on a wrong option, or when what the step takes or gives is no tensor
 */
export function compileStep<Results>(
  step: (...inputs: tf.Tensor[]) => Results,
  options?: CompileStepOptions,
): CompiledStep<tf.Tensor[], Results>;
export function compileStep<Inputs extends unknown[], Results>(
  step: (...inputs: Inputs) => Results,
  options?: CompileStepOptions,
): CompiledStep<Inputs, Results>;
export function compileStep<Inputs extends unknown[], Results>(
  step: (...inputs: Inputs) => Results,
  options: CompileStepOptions = {},
): CompiledStep<Inputs, Results> {
  return compileWatched(step, readOptions(options));
}

const optionsSchema = z.strictObject({ xla: z.boolean().default(false) });
const readOptions = defineOptions("compileStep", optionsSchema);

/**
 * As {@link compileStep}, for steps with somebody else's code in them. A change in what `own` gives
 * is noticed whenever it comes, and said on the console, once: the step is recorded anew, and at
 * the third change goes on op by op.
 */
export function compileWatched<Inputs extends unknown[], Results>(
  step: (...inputs: Inputs) => Results,
  { xla = false, own }: WatchedStepOptions<Inputs>,
): CompiledStep<Inputs, Results> {
  const seen = new Map<string, Seen<Results>>();
  let reason: string | undefined;
  let changes = 0;
  const note = (change: Change): void => {
    if (++changes === 1) printMessage(warningOf(change), "warn");
    if (changes === mostChanges) reason = `${change.title} changes: ${change.why}`;
  };

  const run = (state: Seen<Results>, given: Inputs, inputs: tf.Tensor[]): tf.Tensor[] => {
    const eager = (): tf.Tensor[] =>
      tf.tidy(() => {
        const begun = tf.scalar(0).id; // later ones are the step's own
        const results = step(...given);
        const { tensors } = flatten(results, "what a compiled step gives");
        state.rebuild = rebuilder(results);
        // Variables and what was there before are somebody else's: the caller gets copies.
        return tensors.map((tensor) =>
          tensor instanceof tf.Variable || tensor.id < begun ? tf.clone(tensor) : tensor,
        );
      });
    const backend = nodeBackend();
    const isInGradient = tf.engine().state.gradientDepth > 0; // which follows the ops one by one
    if (!backend?.binding.addFunction || reason || isInGradient) return eager();
    let change: Change | undefined;
    if (state.replay) {
      const holds = isValid(state.replay);
      change = holds ? findChange(state.rehearsals!) : undefined;
      if (holds && !change) return runReplay(backend, state.replay, inputs);
      state.replay.holdings.release();
      delete state.replay;
      if (!holds) state.runs = 0; // what takes the place of a variable is made now
    }
    // The first run of an optimizer makes its variables.
    if (state.runs++ === 0) return eager();
    const { first } = state;
    const watched = (): readonly OwnCode[] => own?.(...given) ?? [];
    const rehearsed = first?.rehearsed ?? watched().map((code) => rehearse(backend, code));
    delete state.first;
    const recorded = record(backend, inputs, eager); // fails as it does op by op
    const rehearsals = rehearsed.filter((outcome): outcome is Rehearsal => "recording" in outcome);
    const failed = rehearsed.find((outcome): outcome is Change => "why" in outcome);
    const since = findChange(rehearsals);
    if (change ?? since) note((change ?? since)!);
    if ("problem" in recorded) reason = recorded.problem;
    else if (failed) reason = `${failed.title}: ${failed.why}`;
    else if (!reason && !since) {
      const { recording } = recorded;
      if (first) reason = difference(first.recording, recording);
      if (!first) state.first = { recording, rehearsed };
      else if (!reason) {
        state.replay = createReplay(backend, recording, inputs.length, xla);
        state.rehearsals = rehearsals;
      }
    }
    return recorded.results;
  };
  const call = (...given: Inputs): Results => {
    const { tensors, kind } = flatten(given, "what a compiled step takes");
    const state: Seen<Results> = seen.get(kind) ?? { runs: 0 };
    seen.set(kind, state);
    const results = run(state, given, tensors);
    return state.rebuild!(results);
  };
  const dispose = (): void => {
    for (const { replay } of seen.values()) replay?.holdings.release();
    seen.clear();
  };
  return Object.assign(call, { fallback: () => reason, dispose });
}

const warningOf = ({ title, why }: Change): string =>
  `${title} does not do the same at every step: ${why}. The step is recorded anew each time that ` +
  "happens, and the third time goes on op by op, which is slower. For a number that changes, " +
  "make a tf.variable, read it in the function and assign it in a callback; for random numbers, " +
  "use those that the function is given.";
