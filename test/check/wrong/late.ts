/** Wrong answers to the exercises of notebooks 9 to 12. */
import type { Wrongs } from "./wrong";

type Vector = readonly number[];

const sum = (values: Vector): number => values.reduce((a, b) => a + b, 0);
const dot = (a: Vector, b: Vector): number => sum(a.map((value, i) => value * b[i]!));
const hot = (label: number, classes: number, value = 1): number[] =>
  Array<number>(classes)
    .fill(0)
    .map((zero, i) => (i === label ? value : zero));
const equal = (a: Vector, b: Vector): number => a.filter((value, i) => value === b[i]).length;
const argmax = (values: Vector): number => values.indexOf(Math.max(...values));
const below = (values: Vector, x: number): number =>
  values.filter((value) => value <= x).length / values.length;
const gaps = (a: Vector, b: Vector, at: Vector = [...a, ...b]): number[] =>
  at.map((x) => below(a, x) - below(b, x));
const flip = (pixels: Vector, width: number, channels: number, alsoChannels: boolean): number[] => {
  const dots = Array.from({ length: pixels.length / channels }, (_, i) =>
    pixels.slice(i * channels, (i + 1) * channels),
  );
  const rows = Array.from({ length: dots.length / width }, (_, i) =>
    dots.slice(i * width, (i + 1) * width),
  );
  return rows
    .map((row) => [...row].reverse().map((one) => (alsoChannels ? [...one].reverse() : one)))
    .flat(2);
};

export const late: Wrongs = {
  oneHot: [
    [(label: number, classes: number) => hot(label - 1, classes), /begin at 0/],
    [(label: number, classes: number) => hot(label, classes, label), /told nothing/],
    [(label: number) => label, /nearer to 4/],
    [(label: number, classes: number) => hot(label, classes).map((x) => 1 - x), /others are not/],
    [(_: number, classes: number) => Array<number>(classes).fill(1), /all 0 but one/],
  ],
  projection: [
    [(f: Vector, w: Vector) => dot(f, w), /does not listen/],
    [(f: Vector, _: Vector, of: Vector[], label: number) => dot(f, of[label]!), /real at all/],
    [
      (f: Vector, w: Vector, of: Vector[], label: number) => dot(f, w) * dot(f, of[label]!),
      /the two are added/,
    ],
    [
      (f: Vector, w: Vector, of: Vector[]) => dot(f, w) + sum(of.map((one) => dot(f, one))),
      /weights of one class/,
    ],
    [(f: Vector, w: Vector, _: Vector[], label: number) => dot(f, w) + label, /one more/],
  ],
  agreement: [
    [(a: Vector, b: Vector) => equal(a, b), /Of how many/],
    [(a: Vector, b: Vector) => 1 - equal(a, b) / a.length, /not obeyed/],
    [
      (a: Vector, b: Vector) => a.filter((label) => b.includes(label)).length / a.length,
      /place by place/,
    ],
    [(a: Vector, b: Vector) => (100 * equal(a, b)) / a.length, /not per cent/],
  ],
  softmax: [
    [
      (logits: Vector) => {
        const all = sum(logits.map((logit) => Math.exp(logit)));
        return logits.map((logit) => Math.exp(logit) / all);
      },
      /exp\(1000\) is infinite/,
    ],
    [(logits: Vector) => logits.map((logit) => logit / sum(logits)), /may be negative/],
    [(logits: Vector) => logits.map((logit) => Math.exp(logit)), /together they have to be 1/],
    [(logits: Vector) => logits.map((x) => (x === Math.max(...logits) ? 1 : 0)), /no slope/],
  ],
  gumbelChoice: [
    [(logits: Vector) => argmax(logits), /always the likeliest/],
    [
      (logits: Vector, u: Vector) => argmax(logits.map((x, i) => x + Math.log(-Math.log(u[i]!)))),
      /mind the sign/,
    ],
    [(logits: Vector, u: Vector) => argmax(logits.map((x, i) => x + u[i]!)), /uniform noise/],
    [
      (logits: Vector, u: Vector) => argmax(logits.map((x, i) => x - Math.log(u[i]!))),
      /taken twice/,
    ],
    [() => 0, /largest sum/],
  ],
  columnDistance: [
    [(a: Vector, b: Vector) => Math.abs(sum(a) / a.length - sum(b) / b.length), /differ widely/],
    [
      (a: Vector, b: Vector) => sum(gaps(a, b).map(Math.abs)) / (a.length + b.length),
      /not the mean one/,
    ],
    [(a: Vector, b: Vector) => Math.max(...gaps(a, b)), /absolute value/],
    [(a: Vector, b: Vector) => Math.max(...gaps(a, b, a).map(Math.abs)), /values of both/],
    [() => 1, /the share of a/],
  ],
  shareDistance: [
    [(p: Vector, q: Vector) => sum(p.map((x, i) => Math.abs(x - q[i]!))), /counted twice/],
    [(p: Vector, q: Vector) => sum(p.map((x, i) => Math.abs(x - q[i]!))) / p.length, /do not div/],
    [(p: Vector, q: Vector) => Math.max(...p.map((x, i) => Math.abs(x - q[i]!))), /together/],
    [(p: Vector, q: Vector) => Math.hypot(...p.map((x, i) => x - q[i]!)), /not their squares/],
    [(p: Vector, q: Vector) => sum(p) - sum(q), /cancel to 0/],
  ],
  halvings: [
    [(side: number) => Math.floor(Math.log2(side)) - 2, /What becomes of 36/],
    [(side: number) => Math.log2(side), /not at 1/],
    [(side: number) => Math.log2(side / 4), /28 and 48/],
    [
      (side: number) => {
        let halved = 0;
        for (let now = side; now % 2 === 0 && now > 2; now /= 2) halved++;
        return halved;
      },
      /not 2/,
    ],
    [
      (side: number) => {
        let halved = 0;
        for (let now = side; now % 2 === 0 && now > 8; now /= 2) halved++;
        return halved;
      },
      /8 can still be halved/,
    ],
  ],
  mirrored: [
    [(pixels: Vector) => [...pixels].reverse(), /red into blue/],
    [
      (pixels: Vector, width: number, channels: number) => flip(pixels, width, channels, true),
      /red has become blue/,
    ],
    [
      (pixels: Vector, width: number, channels: number) => {
        const row = width * channels;
        const rows = Array.from({ length: pixels.length / row }, (_, i) =>
          pixels.slice(i * row, (i + 1) * row),
        );
        return rows.reverse().flat();
      },
      /upside down/,
    ],
    [(pixels: Vector) => pixels, /the picture itself/],
    [(pixels: Vector) => pixels.map(() => 0), /has place/],
  ],
};
