import { meanInterval, shareInterval } from "../../src/base/interval";
import type { RandomStream } from "../../src/base/random";
import { createDataset, type Dataset } from "../../src/data/dataset";
import { bootstrapInterval } from "../../src/measure/bootstrap";
import { findCopies } from "../../src/measure/copies";
import { kernelDistance } from "../../src/measure/kernelDistance";
import { manifoldIntervals } from "../../src/measure/manifoldIntervals";
import { scoreInterval } from "../../src/measure/scores";
import type { Trial } from "./coverage";

/** Raw moments 1 to 3 of a normal distribution. */
const moments = (mean: number, deviation: number): [number, number, number] => [
  mean,
  mean ** 2 + deviation ** 2,
  mean ** 3 + 3 * mean * deviation ** 2,
];
/** A cloud of independent normal numbers: each one's mean and deviation. */
type Cloud = readonly (readonly [mean: number, deviation: number])[];

/** E (x·y / size + 1)^3, by the cumulants of x·y, which add up. */
function meanKernel(a: Cloud, b: Cloud): number {
  let [first, second, third] = [1, 0, 0];
  a.forEach(([mean, deviation], i) => {
    const [x, y] = [moments(mean, deviation), moments(...b[i]!)];
    const [e1, e2, e3] = x.map((value, k) => (value * y[k]!) / a.length ** (k + 1)) as typeof x;
    first += e1;
    second += e2 - e1 ** 2;
    third += e3 - 3 * e1 * e2 + 2 * e1 ** 3;
  });
  return third + 3 * second * first + first ** 3;
}

/** The squared discrepancy that KID estimates. */
export const discrepancy = (a: Cloud, b: Cloud): number =>
  meanKernel(a, a) + meanKernel(b, b) - 2 * meanKernel(a, b);

const same = (size: number, mean = 0, deviation = 1): Cloud =>
  Array.from({ length: size }, () => [mean, deviation] as const);
const drawCloud = (cloud: Cloud, count: number, random: RandomStream): Float32Array =>
  random
    .normals(count * cloud.length)
    .map((value, i) => cloud[i % cloud.length]![0] + cloud[i % cloud.length]![1] * value);

const size = 16;
const clouds: Record<string, Cloud> = {
  "one distribution": same(size),
  "one coordinate apart": same(size).map((one, i) => (i === 0 ? [0.5, 1] : one)),
  "two distributions": same(size, 0.3, 0.8),
};

const kernelTrials = (
  [
    [100, 100],
    [300, 300],
    [1000, 400],
  ] as const
).flatMap(([reals, fakes]) =>
  Object.entries(clouds).map(([of, cloud]): Trial => ({
    measure: "KID",
    of,
    sizes: `${reals}, ${fakes}`,
    truth: discrepancy(same(size), cloud),
    draw: (random) => ({
      KID: kernelDistance(
        drawCloud(same(size), reals, random),
        drawCloud(cloud, fakes, random),
        size,
      ),
    }),
  })),
);

const manifoldTrials = (
  [
    [500, 500],
    [800, 500],
    [1000, 1000],
  ] as const
).flatMap(([reals, fakes]) =>
  (["one distribution", "two distributions"] as const).map((of): Trial => ({
    measure: "neighbourhoods",
    of,
    sizes: `${reals}, ${fakes}`,
    draw: (random) => {
      const [real, fake] = [same(size), clouds[of]!].map((cloud, i) =>
        drawCloud(cloud, [reals, fakes][i]!, random),
      ) as [Float32Array, Float32Array];
      const seed = random.integer(2 ** 30);
      const { precision, recall, density } = manifoldIntervals(real, fake, size, { seed });
      return { precision, recall, density };
    },
  })),
);

/** Rows of probabilities, and their class score when all of them are drawn equally often. */
const judgements: Record<string, readonly (readonly number[])[]> = {
  "sure, all classes alike": Array.from({ length: 10 }, (_, i) =>
    Array.from({ length: 10 }, (__, k) => (k === i ? 0.991 : 0.001)),
  ),
  "sure, one class in 20": Array.from({ length: 20 }, (_, i) =>
    Array.from({ length: 8 }, (__, k) => (k === (i === 0 ? 7 : i % 7) ? 1 : 0)),
  ),
  unsure: Array.from({ length: 12 }, (_, i) =>
    Array.from({ length: 4 }, (__, k) => (k === i % 4 ? 0.1 + 0.05 * i : 0)).map(
      (own) => own + (0.9 - 0.05 * i) / 4,
    ),
  ),
};
function scoreOf(rows: readonly (readonly number[])[]): number {
  const shares = rows[0]!.map((_, k) => rows.reduce((sum, row) => sum + row[k]! / rows.length, 0));
  const information = (row: readonly number[]): number =>
    row.reduce((sum, value, k) => sum + (value > 0 ? value * Math.log(value / shares[k]!) : 0), 0);
  return Math.exp(rows.reduce((sum, row) => sum + information(row) / rows.length, 0));
}
const scoreTrials = Object.entries(judgements).flatMap(([of, rows]) =>
  [100, 500, 2000].map((count): Trial => ({
    measure: "class score",
    of,
    sizes: `${count}`,
    truth: scoreOf(rows),
    draw: (random) => ({
      "class score": scoreInterval(
        Float32Array.from(
          Array.from({ length: count }, () => rows[random.integer(rows.length)]!).flat(),
        ),
        rows[0]!.length,
      ),
    }),
  })),
);

/** Points of the plane; some of those drawn are training points. */
export function drawCopies(
  [drawn, heldOut]: readonly [number, number],
  copiedShare: number,
  random: RandomStream,
): [drawn: Dataset, train: Dataset, heldOut: Dataset] {
  const points = (samples: Float32Array): Dataset =>
    createDataset({ name: "points", samples, shape: [2] });
  const train = random.normals(2 * 500);
  const some = random.normals(2 * drawn);
  for (let i = 0; i < drawn; i++)
    if (random.uniform() < copiedShare) {
      const place = random.integer(500);
      some.set(train.subarray(2 * place, 2 * place + 2), 2 * i);
    }
  return [points(some), points(train), points(random.normals(2 * heldOut))];
}

/** How many drawn and held-out samples a look for copies has in trials. */
export const copySizes = [
  [500, 500],
  [2000, 500],
  [1000, 2000],
] as const;
const copyTrials = copySizes.flatMap((counts) =>
  [0, 0.1].map((share): Trial => ({
    measure: "copied",
    of: share === 0 ? "nothing copied" : "a tenth copied",
    sizes: counts.join(", "),
    truth: share + (1 - share) * 0.05,
    draw: (random) => ({
      copied: findCopies(...drawCopies(counts, share, random), { level: 0.05 }).copied,
    }),
  })),
);

const bootstrapTrials = [10, 100, 500].map((count): Trial => ({
  measure: "bootstrap",
  of: "the mean of normal numbers",
  sizes: `${count}`,
  truth: 0,
  draw: (random) => {
    const values = random.normals(count);
    const mean = (positions: Uint32Array): number =>
      positions.reduce((sum, i) => sum + values[i]! / count, 0);
    return { bootstrap: bootstrapInterval(count, mean, { seed: random.integer(2 ** 30) }) };
  },
}));

const shareTrials = [100, 500, 2000].flatMap((count) =>
  [0.5, 0.9].map((share): Trial => ({
    measure: "share",
    of: `${100 * share} %`,
    sizes: `${count}`,
    truth: share,
    draw: (random) => {
      const hits = Array.from({ length: count }, () => random.uniform() < share).filter(Boolean);
      return { share: shareInterval(hits.length, count) };
    },
  })),
);

const meanTrials = [3, 5, 20].map((count): Trial => ({
  measure: "mean of seeds",
  of: "normal numbers",
  sizes: `${count}`,
  truth: 0,
  draw: (random) => ({ "mean of seeds": meanInterval([...random.normals(count)]) }),
}));

/** All intervals that the library gives, from the quickest to the slowest. */
export const trials: readonly Trial[] = [
  ...meanTrials,
  ...shareTrials,
  ...bootstrapTrials,
  ...scoreTrials,
  ...copyTrials,
  ...kernelTrials,
  ...manifoldTrials,
];
