import * as tf from "@tensorflow/tfjs";

/** What a pooling or convolution kernel is told, its dilation left out. */
export interface WindowAttributes {
  filterSize: number | readonly number[];
  strides: number | readonly number[];
  pad: "same" | "valid" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** The attributes of a pooling kernel, as a gradient is handed them. */
export const windowAttributes = (attributes: tf.NamedAttrMap): WindowAttributes =>
  attributes as unknown as WindowAttributes;

/**
 * Where the windows of a pooling or convolution lie, along each of the axes that they move along.
 */
export interface Windows {
  readonly sides: readonly number[];
  readonly strides: readonly number[];
  /** How many there are. */
  readonly counts: readonly number[];
  readonly padding: readonly [number, number][];
}

/** The windows over images or volumes of some shape, channels last. */
export function windowsOf(shape: readonly number[], attributes: WindowAttributes): Windows {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  if (shape.length === 4) {
    const info = tf.backend_util.computePool2DInfo(
      [...shape] as tf.Tensor4D["shape"],
      filterSize as number,
      strides as number,
      1,
      pad,
      dimRoundingMode,
    );
    const { top, bottom, left, right } = info.padInfo;
    return {
      sides: [info.filterHeight, info.filterWidth],
      strides: [info.strideHeight, info.strideWidth],
      counts: [info.outHeight, info.outWidth],
      padding: [
        [top, bottom],
        [left, right],
      ],
    };
  }
  const info = tf.backend_util.computePool3DInfo(
    [...shape] as tf.Tensor5D["shape"],
    filterSize as number,
    strides as number,
    1,
    pad,
    dimRoundingMode,
  );
  const { front, back, top, bottom, left, right } = info.padInfo;
  return {
    sides: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    counts: [info.outDepth, info.outHeight, info.outWidth],
    padding: [
      [front, back],
      [top, bottom],
      [left, right],
    ],
  };
}

/** Each place in a window, in row-major order. */
const placesIn = ({ sides }: Windows): number[][] =>
  sides.reduce<number[][]>(
    (corners, side) => corners.flatMap((at) => Array.from({ length: side }, (_, i) => [...at, i])),
    [[]],
  );

/** What all windows see at each of their places: `[batch, ...counts, channels]` for every place. */
export function viewsOf(x: tf.Tensor, windows: Windows, outside = 0): tf.Tensor[] {
  const { strides, counts, padding } = windows;
  const padded = tf.pad(x, [[0, 0], ...padding, [0, 0]], outside);
  const [batch, channels] = [x.shape[0], x.shape.at(-1)!];
  return placesIn(windows).map((at) =>
    tf.stridedSlice(
      padded,
      [0, ...at, 0],
      [batch, ...at.map((start, i) => start + (counts[i]! - 1) * strides[i]! + 1), channels],
      [1, ...strides, 1],
    ),
  );
}

/** The transpose of {@link viewsOf}: adds such views up to what they see, of the given shape. */
export function joinViews(
  views: readonly tf.Tensor[],
  windows: Windows,
  shape: readonly number[],
): tf.Tensor {
  const { strides, padding } = windows;
  const places = placesIn(windows);
  const parts = views.map((view, place) => {
    const apart = strides.reduce((x, stride, i) => spreadAxis(x, stride, i + 1), view);
    const room = places[place]!.map((start, i): [number, number] => {
      const side = shape[i + 1]! + padding[i]![0] + padding[i]![1];
      return [start, Math.max(0, side - start - apart.shape[i + 1]!)];
    });
    return tf.pad(apart, [[0, 0], ...room, [0, 0]]);
  });
  return tf.slice(tf.addN(parts), [0, ...padding.map(([before]) => before), 0], [...shape]);
}

/** Puts `stride - 1` zeros between the values along an axis. */
export function spreadAxis(x: tf.Tensor, stride: number, axis: number): tf.Tensor {
  const { shape } = x;
  const size = (sides: number[]): number => sides.reduce((a, b) => a * b, 1);
  const [before, side, after] = [
    size(shape.slice(0, axis)),
    shape[axis]!,
    size(shape.slice(axis + 1)),
  ];
  const apart = tf.pad(tf.reshape(x, [before * side, 1, after]), [
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ]);
  const long = (side - 1) * stride + 1;
  const all = tf.reshape(apart, [before, side * stride, after]);
  const kept = tf.slice(all, [0, 0, 0], [before, long, after]);
  return tf.reshape(kept, [...shape.slice(0, axis), long, ...shape.slice(axis + 1)]);
}
