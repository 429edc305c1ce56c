/** jstat has no types of its own. */
const { jStat } = require("jstat") as {
  jStat: {
    studentt: { inv(probability: number, degreesOfFreedom: number): number };
    beta: { cdf(x: number, alpha: number, beta: number): number };
  };
};

/** 95 % of a normal distribution lie within so many standard deviations. */
export const normalReach = 1.959963984540054;

/** 95 % of Student's distribution lie within so many standard deviations. */
export const studentReach = (degreesOfFreedom: number): number =>
  jStat.studentt.inv(0.975, degreesOfFreedom);

/** The chance of less than `x` of a beta distribution. */
export const betaChance = (x: number, alpha: number, beta: number): number =>
  jStat.beta.cdf(x, alpha, beta);
