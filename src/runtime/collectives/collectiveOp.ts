/** TensorFlow's op that sums over workers. */
export const collectiveOp = "CollectiveReduceV2";
