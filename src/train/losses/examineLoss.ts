import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { parseOptions } from "../../base/options";
import { requireRuntime } from "../../runtime/start";
import type { GanLoss } from "./loss";
import { findLoss, lossOption } from "./lossOption";
import { discriminatorLoss, generatorLoss, penaltyValue } from "./lossResult";
import { slopeOf } from "./lossSlopes";
import type { LossName } from "./named";

/** Whether a loss may be used, and what it does in the simplest game there is. */
export interface LossReport {
  readonly name: string;
  /**
   * Largest difference between automatic and finite-difference gradients of both losses, relative
   * to the largest slope.
   */
  readonly gradientError: number;
  /**
   * Whether the players rest where the generator draws the data: neither loss has a slope or a kink
   * there.
   */
  readonly restsAtEquilibrium: boolean;
  /**
   * Of the game's linearisation there: imaginary parts make the players circle, negative real parts
   * bring them to rest. None where a loss has a kink there: it has no linearisation.
   */
  readonly eigenvalues: readonly { readonly re: number; readonly im: number }[];
  /** All real parts are below 0: the game is damped and comes to rest by itself. */
  readonly isDamped: boolean;
  /** All of that in a sentence or two. */
  readonly says: string;
}

const schema = z.strictObject({ loss: lossOption });
const logits = [-1.3, 0.4, 0.9];
const step = 1e-2;

/**
 * Examines a loss: its gradients at some logits, and the Dirac game, where the data are the point
 * 0, the generator the point theta and the discriminator the line D(x) = psi x. Source:
 * https://arxiv.org/abs/1801.04406, section 2.
 *
 * Clipping is left out. Neither side has to look at all logits: where it does not, its slope is 0.
 *
 * @throws TypeError where it is no loss or gives no scalar, Error where it fails, both naming it
 */
export function examineLoss(given: LossName | GanLoss): LossReport {
  requireRuntime("examineLoss");
  const loss = findLoss(parseOptions("examineLoss", schema, { loss: given }).loss);
  const other = logits.map((value) => value + 0.2);
  const column = (values: readonly number[]): tf.Tensor =>
    tf.tensor2d([...values], [values.length, 1]);
  const errors = [
    gradientError((x) => discriminatorLoss(loss, x, column(other), 1)),
    gradientError((x) => discriminatorLoss(loss, column(other), x, 1)),
    gradientError((x) => generatorLoss(loss, x, column(other))),
  ];
  const [atTheta, atPsi] = [jacobianColumn(loss, 0, step), jacobianColumn(loss, 1, step)];
  const finer = [jacobianColumn(loss, 0, step / 4), jacobianColumn(loss, 1, step / 4)].flat();
  // A slope that grows as the step gets smaller is a jump.
  const hasKink = [...atTheta, ...atPsi].some(
    (slope, i) => Math.abs(finer[i]!) > 2 * Math.abs(slope) + 0.1,
  );
  const isStill = diracMotion(loss, 0, 0).every((speed) => Math.abs(speed) < 1e-4);
  const eigenvalues = hasKink ? [] : eigenvaluesOf(atTheta[0], atPsi[0], atTheta[1], atPsi[1]);
  const facts = {
    gradientError: Math.max(...errors),
    restsAtEquilibrium: isStill && !hasKink,
    eigenvalues,
    isDamped: !hasKink && eigenvalues.every(({ re }) => re < -rounding),
  };
  return { name: loss.name, ...facts, says: describe(facts) };
}

/** Eigenvalues below this are 0 but for rounding. */
const rounding = 1e-3;

function describe(facts: Omit<LossReport, "name" | "says">): string {
  const { gradientError: error, restsAtEquilibrium, eigenvalues, isDamped } = facts;
  const wrong =
    error > 0.01 &&
    `Its gradients are wrong: they differ from finite differences by ${error.toPrecision(2)} of ` +
      "the largest. ";
  return `${wrong || ""}${describeMotion()}`;

  function describeMotion(): string {
    if (!eigenvalues.length)
      return (
        "The losses have a kink where G draws the data: the slightest push sends D away from " +
        "there, as a penalty does that wants slopes of 1."
      );
    if (!restsAtEquilibrium) return "The players do not rest where G draws the data.";
    if (isDamped) return "The players come to rest by themselves where G draws the data.";
    if (eigenvalues.some(({ re }) => re > rounding))
      return "The players rest where G draws the data, but any push sends them away from there.";
    if (eigenvalues.some(({ im }) => Math.abs(im) > rounding))
      return (
        "The players circle round the place where G draws the data: nothing pulls them in. A " +
        'penalty does, such as "+ R1(1)".'
      );
    return (
      "The players rest where G draws the data, but one of them hardly answers the other's moves " +
      "there, so that nothing can be said of the way to it: with targets such as least squares' " +
      "1 and 0, which a line D(x) = psi x through 0 cannot give."
    );
  }
}

function gradientError(f: (x: tf.Tensor) => tf.Tensor): number {
  return tf.tidy(() => {
    const valueAt = (values: number[]): number =>
      f(tf.tensor2d(values, [values.length, 1])).dataSync()[0]!;
    const automatic = slopeOf(f, tf.tensor2d(logits, [logits.length, 1])).dataSync();
    const finite = logits.map((_, i) => {
      const moved = (by: number): number =>
        valueAt(logits.map((value, j) => (i === j ? value + by : value)));
      return (moved(step) - moved(-step)) / (2 * step);
    });
    const largest = Math.max(1e-6, ...finite.map(Math.abs));
    return Math.max(...finite.map((slope, i) => Math.abs(slope - automatic[i]!))) / largest;
  });
}

/** How both players want to move in the Dirac game: [-dL_G / dtheta, -dL_D / dpsi]. */
function diracMotion(loss: GanLoss, theta: number, psi: number): [number, number] {
  return tf.tidy(() => {
    const point = (value: tf.Tensor): tf.Tensor => tf.reshape(value, [1, 1]);
    const judge = (x: tf.Tensor, slope: tf.Tensor): tf.Tensor => tf.mul(x, slope);
    const data = tf.zeros([1, 1]);
    const ofG = (t: tf.Tensor): tf.Tensor =>
      generatorLoss(loss, judge(point(t), tf.scalar(psi)), judge(data, tf.scalar(psi)));
    const ofD = (slope: tf.Tensor): tf.Tensor => {
      const fake = tf.fill([1, 1], theta);
      const judged = discriminatorLoss(loss, judge(data, slope), judge(fake, slope), 1);
      const uniform = (shape: number[]): tf.Tensor => tf.fill(shape, 0.5);
      const penalty =
        loss.penalty &&
        penaltyValue(loss.penalty, {
          discriminate: (x) => judge(x, slope),
          real: data,
          fake,
          uniform,
        });
      return penalty ? tf.add(judged, penalty) : judged;
    };
    const speed = (f: (x: tf.Tensor) => tf.Tensor, at: number): number =>
      -slopeOf(f, tf.scalar(at)).dataSync()[0]!;
    return [speed(ofG, theta), speed(ofD, psi)];
  });
}

/** How both motions change with theta (0) or psi (1). */
function jacobianColumn(loss: GanLoss, which: 0 | 1, step: number): [number, number] {
  const at = (by: number): [number, number] =>
    which === 0 ? diracMotion(loss, by, 0) : diracMotion(loss, 0, by);
  const [above, below] = [at(step), at(-step)];
  return [(above[0] - below[0]) / (2 * step), (above[1] - below[1]) / (2 * step)];
}

function eigenvaluesOf(a: number, b: number, c: number, d: number): LossReport["eigenvalues"] {
  const half = (a + d) / 2;
  const root = half * half - (a * d - b * c);
  if (root < 0) return [1, -1].map((sign) => ({ re: half, im: sign * Math.sqrt(-root) }));
  return [1, -1].map((sign) => ({ re: half + sign * Math.sqrt(root), im: 0 }));
}
