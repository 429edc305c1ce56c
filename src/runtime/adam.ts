/**
 * Adam as one TensorFlow op per variable.
 *
 * TensorFlow.js 4.22.0 writes Adam as 14 ops a variable, each a pass over all weights
 * (tfjs-core/src/optimizers/adam_optimizer.ts). TensorFlow has `ResourceApplyAdam`, which moves the
 * weight and its two moments in place, in one pass, on CPU and GPU. The rule is the same,
 * https://arxiv.org/abs/1412.6980.
 */
import * as tf from "@tensorflow/tfjs";
import { andRestore } from "../base/interrupt";
import { homeOf } from "./compile/homes";
import { nodeBackend, typeAttribute, type NodeBackend } from "./compile/nodeBackend";

/** What an Adam optimizer keeps to itself. */
export interface AdamState {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** beta1 ^ t and beta2 ^ t. */
  accBeta1: tf.Variable;
  accBeta2: tf.Variable;
  accumulatedFirstMoment: Moment[];
  accumulatedSecondMoment: Moment[];
  iterations_: number;
  incrementIterations(): void;
}

/** What TensorFlow.js keeps private of an Adam optimizer. */
export const adamState = (optimizer: tf.AdamOptimizer): AdamState =>
  optimizer as unknown as AdamState;

interface Moment {
  originalName: string;
  variable: tf.Variable;
}

/** A setting of an optimizer, read anew at every step. */
export interface AdamSetting {
  optimizer: AdamState;
  name: "learningRate" | "beta1" | "beta2" | "epsilon";
}

/** What Adam changes of one weight: the weight and its two moments. */
export type AdamSlot = [weight: tf.Variable, mean: tf.Variable, square: tf.Variable];

/** Applies one gradient per slot. */
export type ApplyAdam = (optimizer: AdamState, slots: AdamSlot[], gradients: tf.Tensor[]) => void;

type Gradients = Parameters<tf.Optimizer["applyGradients"]>[0];

let watcher: ApplyAdam | undefined;

/**
 * Runs `work`, with each step of an Adam optimizer in it passed to `watch`, which may call {@link
 * applyAdam}.
 */
export function watchAdam<T>(watch: ApplyAdam, work: () => T): T {
  watcher = watch;
  return andRestore(work, () => (watcher = undefined));
}

/**
 * Makes Adam use TensorFlow's op wherever the tensorflow backend runs; called once, when it starts.
 */
export function useFusedAdam(): void {
  const { prototype } = tf.AdamOptimizer;
  const stock = Object.getOwnPropertyDescriptor(prototype, "applyGradients")!.value as (
    gradients: Gradients,
  ) => void;
  prototype.applyGradients = function (this: tf.AdamOptimizer, given: Gradients): void {
    const optimizer = adamState(this);
    const named = Array.isArray(given)
      ? given
      : Object.entries(given).map(([name, tensor]) => ({ name, tensor }));
    const gradients = named.map(({ tensor }) => tensor as tf.Tensor | null);
    if (!nodeBackend() || !gradients.every((gradient) => gradient?.dtype === "float32"))
      return stock.call(this, given);
    const slots = named.map(({ name }, i) => slotOf(optimizer, name, i));
    (watcher ?? applyAdam)(optimizer, slots, gradients as tf.Tensor[]);
  };
}

/**
 * What Adam keeps for each of some weights, in their order; moments of 0 where it has made no step
 * yet.
 */
export function adamSlots(optimizer: AdamState, variables: readonly tf.Variable[]): AdamSlot[] {
  return variables.map(({ name }, i) => slotOf(optimizer, name, i));
}

function slotOf(
  { accumulatedFirstMoment, accumulatedSecondMoment }: AdamState,
  name: string,
  i: number,
): AdamSlot {
  const weight = tf.engine().registeredVariables[name]!;
  const moment = (kind: "m" | "v"): Moment => ({
    originalName: `${name}/${kind}`,
    variable: tf.tidy(() => tf.variable(tf.zerosLike(weight), false)),
  });
  const mean = (accumulatedFirstMoment[i] ??= moment("m"));
  const square = (accumulatedSecondMoment[i] ??= moment("v"));
  return [weight, mean.variable, square.variable];
}

/** One step of Adam, op by op. */
export const applyAdam: ApplyAdam = (optimizer, slots, gradients) => {
  const backend = nodeBackend()!;
  const { binding } = backend;
  const { accBeta1, accBeta2, beta1, beta2, learningRate, epsilon } = optimizer;
  tf.tidy(() => {
    // TensorFlow adds epsilon before it corrects the bias, TensorFlow.js after.
    const scaled = tf.mul(epsilon, tf.sqrt(tf.sub(1, accBeta2)));
    const settings = [
      accBeta1,
      accBeta2,
      tf.scalar(learningRate),
      tf.scalar(beta1),
      tf.scalar(beta2),
      scaled,
    ];
    const attributes = [typeAttribute(binding, "T")];
    slots.forEach((slot, i) => {
      const values = backend.getInputTensorIds([...settings, gradients[i]!]);
      binding.executeOp(
        "ResourceApplyAdam",
        attributes,
        [...slot.map((variable) => homeOf(backend, variable)), ...values],
        0,
      );
    });
    accBeta1.assign(tf.mul(accBeta1, beta1));
    accBeta2.assign(tf.mul(accBeta2, beta2));
  });
  optimizer.incrementIterations();
};

/**
 * A function that gives the setting's current value as a tensor's id; a new tensor only when the
 * value has changed. The tensor that there is stands in `tensors`.
 */
export function settingReader(
  { binding }: NodeBackend,
  { optimizer, name }: AdamSetting,
  tensors: Set<number>,
): () => number {
  let held: { value: number; id: number } | undefined;
  return () => {
    const value = optimizer[name];
    if (held?.value === value) return held.id;
    if (held) {
      binding.deleteTensor(held.id);
      tensors.delete(held.id);
    }
    held = { value, id: binding.createTensor([], binding.TF_FLOAT, Float32Array.of(value)) };
    tensors.add(held.id);
    return held.id;
  };
}
