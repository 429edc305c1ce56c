import * as tf from "@tensorflow/tfjs";

/** The changes of DiffAugment that make sense for one or more channels. */
export const augmentationNames = ["brightness", "contrast", "translation", "cutout"] as const;
/** A random change of an image that gradients pass through. */
export type Augmentation = (typeof augmentationNames)[number];

/** Uniform numbers in [0, 1) for each image: `[batch, 1, 1, 1]`. */
type Draw = () => tf.Tensor4D;

/**
 * Changes each image `[batch, height, width, channels]` at random, differentiably: brightness by up
 * to ±0.5, contrast by a factor of 0.5 to 1.5, a shift by up to an eighth of the side (paper colour
 * -1 comes in), a square of half the side cut out (0). Sizes of the paper and its code:
 * https://arxiv.org/abs/2006.10738, section 3.2.
 *
 * @param uniform one row `[batch]` for each of the six numbers that an image needs: `[6, batch]` in
 *   [0, 1)
 */
export function augment(
  images: tf.Tensor4D,
  policy: readonly Augmentation[],
  uniform: tf.Tensor2D,
): tf.Tensor4D {
  const rows = tf.split(uniform, 6);
  const draw: Draw[] = rows.map((row) => () => tf.reshape(row, [-1, 1, 1, 1]));
  return policy.reduce((changed, name) => changes[name](changed, draw), images);
}

const changes: Readonly<Record<Augmentation, (images: tf.Tensor4D, draw: Draw[]) => tf.Tensor4D>> =
  {
    brightness: (images, [u]) => tf.add(images, tf.sub(u!(), 0.5)),
    contrast: (images, [, u]) => {
      const mean = tf.mean(images, [1, 2, 3], true);
      return tf.add(tf.mul(tf.sub(images, mean), tf.add(u!(), 0.5)), mean);
    },
    translation: (images, [, , u, v]) => translate(images, u!(), v!()),
    cutout: (images, [, , , , u, v]) => {
      const [, height, width] = images.shape;
      const outside = tf.logicalOr(
        away(u!(), height, [1, height, 1, 1]),
        away(v!(), width, [1, 1, width, 1]),
      );
      return tf.mul(images, tf.cast(outside, "float32"));
    },
  };

/** Which places along an axis are not in a window of half the axis around a random place. */
function away(u: tf.Tensor4D, side: number, shape: [number, number, number, number]): tf.Tensor {
  const places = tf.reshape(tf.range(0, side), shape);
  const window = Math.round(side / 2);
  const even = 1 - (window % 2);
  const middle = tf.add(tf.floor(tf.mul(u, side + even)), even ? 0 : 0.5);
  return tf.greater(tf.abs(tf.sub(tf.add(places, 0.5), middle)), window / 2);
}

/** Shifts as products with 0-1 matrices: gradients of any order are products again. */
function translate(images: tf.Tensor4D, u: tf.Tensor4D, v: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const shift = (uniform: tf.Tensor4D, side: number): tf.Tensor3D => {
    const reach = Math.floor(side / 8 + 0.5);
    const by = tf.reshape(tf.sub(tf.floor(tf.mul(uniform, 2 * reach + 1)), reach), [-1, 1, 1]);
    const apart = tf.sub(
      tf.reshape(tf.range(0, side), [1, side, 1]),
      tf.reshape(tf.range(0, side), [1, 1, side]),
    );
    return tf.cast<tf.Tensor3D>(tf.less<tf.Tensor3D>(tf.abs(tf.sub(apart, by)), 0.5), "float32");
  };
  const ink = tf.add(images, 1); // what comes in from outside is 0 here, -1 in the image
  const down = tf.matMul(shift(u, height), tf.reshape(ink, [batch, height, width * channels]));
  const columns = tf.reshape(
    tf.transpose(tf.reshape(down, [batch, height, width, channels]), [0, 2, 1, 3]),
    [batch, width, height * channels],
  );
  const across = tf.reshape(tf.matMul(shift(v, width), columns), [batch, width, height, channels]);
  return tf.sub(tf.transpose(across, [0, 2, 1, 3]), 1);
}
