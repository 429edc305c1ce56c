/** exp E KL(p(y|x) || p(y)): high when each sample is clearly of one class and all classes are there; at most the number of
 * classes. With our judge it is the MNIST score. Source: https://arxiv.org/abs/1606.03498, section 4.
 *
 * @param probabilities `[n, classes]` numbers
 */
export function classScore(probabilities: Float32Array, classes: number): number {
  const count = probabilities.length / classes;
  const marginal = new Float64Array(classes);
  probabilities.forEach((value, i) => (marginal[i % classes]! += value / count));
  let sum = 0;
  probabilities.forEach((value, i) => {
    if (value > 0) sum += value * (Math.log(value) - Math.log(marginal[i % classes]!));
  });
  return Math.exp(sum / count);
}

/** How many samples have each label. */
export function classHistogram(labels: ArrayLike<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < labels.length; i++) counts[labels[i]!]!++;
  return counts;
}
