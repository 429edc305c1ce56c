/** Exercises of notebook 1: the best detective, and the value of the game. */
import { functionExercise, numberExercise } from "./exercise";

type Chances = readonly [p: number, q: number, share: number];

/** D's best answer where real notes come with p(x), forged ones with q(x), unequally many. */
export const optimalDiscriminator = functionExercise<Chances>({
  inputs: ["p", "q", "share"],
  cases: [
    [0.4, 0.1, 0.75],
    [0.2, 0.6, 0.75],
    [0.3, 0.3, 0.5],
    [0, 0.5, 0.9],
    [0.1, 0.7, 0.2],
  ],
  truth: (p, q, share) => (share * p) / (share * p + (1 - share) * q),
  mistakes: [
    {
      gives: (p, q) => p / (p + q),
      hint: "that is her answer where both print as many. How often does she see each kind?",
    },
    {
      gives: (p, q, share) => ((1 - share) * q) / (share * p + (1 - share) * q),
      hint: "that is the probability of forged. Which of the two is asked for?",
    },
    {
      gives: (p, q, share) => (share * p) / ((1 - share) * q),
      hint: "that is a ratio, which may exceed 1. A probability divides by all that she sees.",
    },
    {
      gives: (p, q, share) => (share * p) / (p + q),
      hint: "what stands above is weighed by share. What stands below has to be weighed, too.",
    },
  ],
  hint: "of all notes that weigh x, which part is real? Count both kinds, each by its share.",
  right: "Trained long enough, D comes to this curve without being told p or q.",
});

type Means = readonly [mint: number, forger: number];

/** Where D's best answer is one half, for two bells of equal width. */
export const crossing = functionExercise<Means>({
  inputs: ["mint", "forger"],
  cases: [
    [1, -1],
    [1, 0.5],
    [3, 7],
    [-2, -2],
  ],
  truth: (mint, forger) => (mint + forger) / 2,
  mistakes: [
    {
      gives: (mint, forger) => (mint - forger) / 2,
      hint: "that is how far away it is, not where. Try two bells that lie on one side of 0.",
    },
    {
      gives: (mint) => mint,
      hint: "at the mint's own mean p is larger than q. Where are they equal?",
    },
    { gives: () => 0, hint: "that is so for means of -1 and 1. Move one of the bells." },
    { gives: (mint, forger) => mint + forger, hint: "that lies outside of both bells. Halve it?" },
  ],
  hint: "her answer is one half where p(x) = q(x): bells of equal width are alike at one place.",
  right: "Where the forger stands, the curve rises towards the mint: that is what moves him.",
});

/** The value of the game, E log D(x) + E log(1 - D(G(z))), where nobody can improve. */
export const gameValue = numberExercise({
  truth: -2 * Math.log(2),
  mistakes: [
    { gives: -Math.log(2), hint: "that is one of the two terms. The forged notes count as well." },
    { gives: 2 * Math.log(2), hint: "the logarithm of a probability is never above 0." },
    { gives: -2 * Math.log10(2), hint: "use the natural logarithm, Math.log." },
    {
      gives: 0,
      hint: "that is the best that D could have, if it knew every note. Here it cannot.",
    },
    { gives: 0.5, hint: "that is what D answers. The value takes the logarithm, twice." },
  ],
  hint: "at rest D(x) = D(G(z)) = 1/2, whatever x and z are. What is the mean of a constant?",
  right: "L_D is its negative, 1.39: the number under the live view when nobody can improve.",
});
