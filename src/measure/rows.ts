/** The feature vectors at some positions, one after the other: `[order.length, size]` numbers. */
export function pickRows(features: Float32Array, order: Uint32Array, size: number): Float32Array {
  const rows = new Float32Array(order.length * size);
  order.forEach((index, i) =>
    rows.set(features.subarray(index * size, (index + 1) * size), i * size),
  );
  return rows;
}
