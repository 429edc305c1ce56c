import type { Binding, OpAttribute } from "./nodeBackend";
import type { AttrValue, Message, Protos } from "./protos";
import type { RecordedNode } from "./record";

/** A node of a graph with its name and the names of its inputs. */
export function toNodeDef(
  protos: Protos,
  binding: Binding,
  node: RecordedNode,
  name: string,
  inputs: readonly string[],
): Message {
  const definition = new protos.NodeDef();
  definition.setName(name);
  inputs.forEach((input) => definition.addInput(input));
  const attributes = definition.getAttrMap();
  const make = (fill: (value: AttrValue) => void): AttrValue => {
    const value = new protos.AttrValue();
    fill(value);
    return value;
  };
  if (node.kind === "op") {
    definition.setOp(node.op);
    for (const attribute of node.attributes)
      attributes.set(
        attribute.name,
        make((value) => fillAttribute(protos, binding, value, attribute)),
      );
    return definition;
  }
  const shape = toShape(protos, node.shape);
  attributes.set(
    "dtype",
    make((value) => value.setType(node.dtype)),
  );
  if (node.kind === "input") {
    definition.setOp("Placeholder");
    attributes.set(
      "shape",
      make((value) => value.setShape(shape)),
    );
    return definition;
  }
  definition.setOp("Const");
  const tensor = new protos.Tensor();
  tensor.setDtype(node.dtype);
  tensor.setTensorShape(shape);
  tensor.setTensorContent(toBytes(node.values, node.dtype));
  attributes.set(
    "value",
    make((value) => value.setTensor(tensor)),
  );
  return definition;
}

/** A shape; -1 is a side that may be of any length. */
export function toShape(protos: Protos, sides: readonly number[]): Message {
  const shape = new protos.TensorShape();
  for (const side of sides) {
    const dim = new protos.TensorShape.Dim();
    dim.setSize(side);
    shape.addDim(dim);
  }
  return shape;
}

function fillAttribute(
  protos: Protos,
  binding: Binding,
  target: AttrValue,
  { type, value }: OpAttribute,
): void {
  const list = Array.isArray(value) && type !== binding.TF_ATTR_SHAPE;
  const values = new protos.AttrValue.ListValue();
  switch (type) {
    case binding.TF_ATTR_STRING:
      return target.setS(Buffer.from(value as string));
    case binding.TF_ATTR_TYPE:
      return target.setType(value as number);
    case binding.TF_ATTR_SHAPE:
      return target.setShape(toShape(protos, value as number[]));
    case binding.TF_ATTR_INT:
      if (!list) return target.setI(value as number);
      values.setIList(value as number[]);
      return target.setList(values);
    case binding.TF_ATTR_FLOAT:
      if (!list) return target.setF(value as number);
      values.setFList(value as number[]);
      return target.setList(values);
    case binding.TF_ATTR_BOOL:
      if (!list) return target.setB(value as boolean);
      values.setBList(value as boolean[]);
      return target.setList(values);
    default:
      throw new Error(`expected an attribute type that tfjs-node writes, received ${type}`);
  }
}

/**
 * A constant's numbers as TensorFlow stores them; the dtype numbers are DataType's in types.proto.
 */
function toBytes(values: ArrayLike<number>, dtype: number): Uint8Array {
  if (ArrayBuffer.isView(values))
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (dtype === 10) return Uint8Array.from(values);
  const typed = dtype === 3 ? Int32Array.from(values) : Float32Array.from(values);
  return new Uint8Array(typed.buffer);
}
