import * as tf from "@tensorflow/tfjs";
import { hashName } from "../../base/random";
import { collectiveOp } from "./collectiveOp";
import { dtypeNumber } from "../compile/record";
import { typeAttribute, type NodeBackend, type OpAttribute } from "../compile/nodeBackend";

/** All workers are one group. */
const groupKey = 1;

/**
 * TensorFlow's name of a sum: a number that depends on its key, shape and type alone, so that it is
 * the same on all workers, whatever else they have summed.
 */
function instanceOf({ shape, dtype }: tf.Tensor, key: string): number {
  return hashName(`${key} ${dtype}[${shape.join()}]`) >>> 1;
}

/** The sum of a tensor over a group of workers, by TensorFlow's own collective. */
export function collectiveSum(
  backend: NodeBackend,
  x: tf.Tensor,
  key: string,
  count: number,
): tf.Tensor {
  const { binding } = backend;
  const int = (name: string, value: number): OpAttribute => ({
    name,
    type: binding.TF_ATTR_INT,
    value,
  });
  const text = (name: string, value: string): OpAttribute => ({
    name,
    type: binding.TF_ATTR_STRING,
    value,
  });
  const attributes: OpAttribute[] = [
    typeAttribute(binding, "T", dtypeNumber(binding, x.dtype)),
    text("merge_op", "Add"),
    text("final_op", "Id"),
    text("communication_hint", "auto"),
    // Any other number costs a thread for each sum (TensorFlow's SchedClosureAfter); who does not
    // answer is found by the peers' watch.
    { name: "timeout_seconds", type: binding.TF_ATTR_FLOAT, value: 0 },
    { name: "is_stateless", type: binding.TF_ATTR_BOOL, value: false },
    int("Nordering_token", 0),
    int("max_subdivs_per_device", -1),
  ];
  return tf.tidy(() => {
    const whole = (value: number): tf.Scalar => tf.scalar(value, "int32");
    const inputs = [x, whole(count), whole(groupKey), whole(instanceOf(x, key))];
    return backend.executeSingleOutput(collectiveOp, attributes, inputs);
  });
}
