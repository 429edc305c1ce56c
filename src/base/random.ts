/**
 * Counter-based random numbers: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as
 * 1, 2, 3", SC 2011).
 *
 * A stream is named by (seed, name); number `i` of a stream depends on nothing else, so a stream
 * can be resumed at any position and two streams never disturb one another.
 */
export interface RandomStream {
  /** How many 32-bit words have been drawn; pass it to {@link randomStream} to go on from here. */
  readonly position: number;
  /** A uniform integer in [0, 2^32). */
  word(): number;
  /** A uniform number in [0, 1), with 24 random bits (exact in float32). */
  uniform(): number;
  /** A standard normal number, from two words. */
  normal(): number;
  /** A uniform integer in [0, `below`). */
  integer(below: number): number;
  /** The integers 0 … `length` - 1 in random order (Fisher-Yates). */
  permutation(length: number): Uint32Array;
  /**
   * `length` standard normal numbers, from whole blocks of four words: those that {@link
   * RandomStream.reserve} names.
   */
  normals(length: number): Float32Array;
  /**
   * Sets aside the blocks for `length` words, from the next whole one, for somebody else to draw:
   * their 64-bit key and the 128-bit counter of the first, as 32-bit words, lowest first.
   */
  reserve(length: number): StreamPlace;
}

/** Where numbers of a stream begin: Philox' key and the counter of the first block. */
export interface StreamPlace {
  /** 64 bits, the lower 32 first. */
  readonly key: readonly [number, number];
  /** 128 bits, the lowest 32 first. */
  readonly counter: readonly [number, number, number, number];
}

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/** The high 32 bits of the 64-bit product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(carry / 65536)) >>> 0;
}

/** One Philox4x32-10 block: four random words for a 128-bit counter and a 64-bit key. */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low0 = Math.imul(MULTIPLIER_0, c0) >>> 0;
    const low1 = Math.imul(MULTIPLIER_1, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** A stream's name as a 32-bit word (FNV-1a over UTF-16 code units). */
export function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++)
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/**
 * Two standard normal numbers from two words, as TensorFlow makes them
 * (core/lib/random/random_distributions.h, `BoxMullerFloat`, with 23 random bits each), so that it
 * can draw the same stream by itself.
 */
function boxMuller(first: number, second: number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log(Math.max(1e-7, (first & 0x7fffff) / 2 ** 23)));
  const angle = (2 * Math.PI * (second & 0x7fffff)) / 2 ** 23;
  return [radius * Math.sin(angle), radius * Math.cos(angle)];
}

/** `length` words from a place on. */
export function wordsAt({ key, counter }: StreamPlace, length: number): Uint32Array {
  const words = new Uint32Array(4 * Math.ceil(length / 4));
  const [c0, c1, c2, c3] = counter;
  for (let i = 0; i < words.length; i += 4) {
    const low = c0 + i / 4;
    const carried = c1 + Math.floor(low / 2 ** 32); // no stream is longer than 2^66 words
    words.set(philox4x32([low >>> 0, carried >>> 0, c2, c3], key), i);
  }
  return words.subarray(0, length);
}

/** `length` standard normal numbers from a place on. */
export function normalsAt(place: StreamPlace, length: number): Float32Array {
  const values = new Float32Array(length + (length % 2));
  const words = wordsAt(place, values.length);
  for (let i = 0; i < values.length; i += 2) values.set(boxMuller(words[i]!, words[i + 1]!), i);
  return values.subarray(0, length);
}

/**
 * The random stream called `name` under `seed`.
 *
 * @param seed an integer in [0, 2^53)
 * @param name what the numbers are for, e.g. `"data order"`
 * @param position how many words to skip; default 0
 * @throws RangeError when `seed` or `position` is not a non-negative safe integer
 */
export function randomStream(seed: number, name: string, position = 0): RandomStream {
  for (const [what, value] of Object.entries({ seed, position }))
    if (!Number.isSafeInteger(value) || value < 0)
      throw new RangeError(
        `randomStream: expected ${what} to be an integer >= 0, received ${String(value)}`,
      );
  const key = [seed >>> 0, hashName(name)] as const;
  const seedHigh = Math.floor(seed / 2 ** 32);
  let drawn = position;
  let blockIndex = -1;
  let block: readonly number[] = [];

  const counterOf = (index: number): [number, number, number, number] => [
    index >>> 0,
    Math.floor(index / 2 ** 32),
    seedHigh,
    0,
  ];
  const word = (): number => {
    const index = Math.floor(drawn / 4);
    if (index !== blockIndex) {
      block = philox4x32(counterOf(index), key);
      blockIndex = index;
    }
    return block[drawn++ % 4]!;
  };
  const uniform = (): number => (word() >>> 8) / 2 ** 24;
  const normal = (): number => boxMuller(word(), word())[0];
  const integer = (below: number): number => Math.floor((word() / 2 ** 32) * below);
  const permutation = (length: number): Uint32Array => {
    const order = Uint32Array.from({ length }, (_, i) => i);
    for (let i = length - 1; i > 0; i--) {
      const j = integer(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  };
  const reserve: RandomStream["reserve"] = (length) => {
    const first = Math.ceil(drawn / 4);
    drawn = 4 * (first + Math.ceil(length / 4));
    return { key, counter: counterOf(first) };
  };
  const normals = (length: number): Float32Array => normalsAt(reserve(length), length);
  return {
    get position() {
      return drawn;
    },
    word,
    uniform,
    normal,
    integer,
    permutation,
    normals,
    reserve,
  };
}
