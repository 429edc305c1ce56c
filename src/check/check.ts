import * as conditions from "./conditions";
import * as detective from "./detective";
import * as latents from "./latents";
import * as losses from "./losses";
import * as measures from "./measures";
import * as networks from "./networks";
import * as pictures from "./pictures";
import * as pixels from "./pixels";
import * as runs from "./runs";
import * as tables from "./tables";
import { teller } from "./tell";
import * as training from "./training";
import * as words from "./words";

/**
 * Says whether the answer to an exercise of the course is right; if not, what was expected, what
 * came, and a hint, never the answer. Each takes whatever you have and prints one line or two.
 */
export const check = {
  /** Notebook 1: `(p, q, share) => …`, the probability of real where a share of notes is real. */
  optimalDiscriminator: teller("optimalDiscriminator", detective.optimalDiscriminator),
  /** Notebook 1: `(mint, forger) => …`, where the best detective says one half. */
  crossing: teller("crossing", detective.crossing),
  /** Notebook 1: a number, the value of the game at rest. */
  gameValue: teller("gameValue", detective.gameValue),
  /** Notebook 2: `(byte) => …`, a byte as a pixel in -1 … 1. */
  toPixel: teller("toPixel", pixels.toPixel),
  /** Notebook 2: `(samples, batch) => …`, the whole batches of a pass. */
  stepsPerEpoch: teller("stepsPerEpoch", pixels.stepsPerEpoch),
  /** Notebook 2: `(labels, classes) => …`, the share of each class. */
  classShares: teller("classShares", pixels.classShares),
  /** Notebook 3: `(inputs, units) => …`, the weights of a dense layer. */
  denseWeights: teller("denseWeights", networks.denseWeights),
  /** Notebook 3: `(window, channels, filters) => …`, the weights of a convolution. */
  convolutionWeights: teller("convolutionWeights", networks.convolutionWeights),
  /** Notebook 3: a model that draws 8 x 8 grey pixels in -1 … 1 from 16 numbers. */
  smallGenerator: teller("smallGenerator", networks.smallGenerator),
  /** Notebook 4: `(real, fake) => …`, D's loss of the logits of both. */
  discriminatorLoss: teller("discriminatorLoss", losses.discriminatorLoss),
  /** Notebook 4: `(fake) => …`, G's loss that does not saturate. */
  generatorLoss: teller("generatorLoss", losses.generatorLoss),
  /** Notebook 4: `(f, x) => …`, the slope of f at x by finite differences. */
  slope: teller("slope", losses.slope),
  /** Notebook 5: `(pictures) => …`, the mean distance of all pairs. */
  variety: teller("variety", training.variety),
  /** Notebook 5: `(values, keep) => …`, the exponential moving average. */
  smoothed: teller("smoothed", training.smoothed),
  /** Notebook 6: `(size) => …`, how long a latent vector is. */
  latentLength: teller("latentLength", latents.latentLength),
  /** Notebook 6: `(a, b, t) => …`, a place on the great circle. */
  greatCircle: teller("greatCircle", latents.greatCircle),
  /** Notebook 6: `(picture, others) => …`, the place of the nearest. */
  nearest: teller("nearest", latents.nearest),
  /** Notebook 7: `(values, patience) => …`, the place of the checkpoint that is kept. */
  keptCheckpoint: teller("keptCheckpoint", runs.keptCheckpoint),
  /** Notebook 7: `(differences) => …`, `[low, high]` of the mean of five. */
  fiveSeeds: teller("fiveSeeds", runs.fiveSeeds),
  /** Notebook 8: `(m1, s1, m2, s2) => …`, the Fréchet distance of two bells. */
  frechet: teller("frechet", measures.frechet),
  /** Notebook 8: `(hits) => …`, reverse KL of hits in modes that are equally likely. */
  reverseKl: teller("reverseKl", measures.reverseKl),
  /** Notebook 8: `(probabilities) => …`, the class score. */
  classScore: teller("classScore", measures.classScore),
  /** Notebook 9: `(label, classes) => …`, a one-hot vector. */
  oneHot: teller("oneHot", conditions.oneHot),
  /** Notebook 9: `(features, weights, ofClass, label) => …`, D's logit. */
  projection: teller("projection", conditions.projection),
  /** Notebook 9: `(asked, named) => …`, the share that was obeyed. */
  agreement: teller("agreement", conditions.agreement),
  /** Notebook 10: `(logits) => …`, their probabilities. */
  softmax: teller("softmax", words.softmax),
  /** Notebook 10: `(logits, uniform) => …`, the place of the word that Gumbel noise chooses. */
  gumbelChoice: teller("gumbelChoice", words.gumbelChoice),
  /** Notebook 11: `(a, b) => …`, the Kolmogorov-Smirnov distance. */
  columnDistance: teller("columnDistance", tables.columnDistance),
  /** Notebook 11: `(p, q) => …`, the distance of shares. */
  shareDistance: teller("shareDistance", tables.shareDistance),
  /** Notebook 12: `(side) => …`, how often it can be halved. */
  halvings: teller("halvings", pictures.halvings),
  /** Notebook 12: `(pixels, width, channels) => …`, the picture mirrored. */
  mirrored: teller("mirrored", pictures.mirrored),
} as const;
