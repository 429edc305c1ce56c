import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { makeFolder, writeFileAtomically } from "../base/files";
import { toNodeDef, toShape } from "../runtime/compile/nodeDef";
import { loadProtos, newGraph, type Message, type Protos } from "../runtime/compile/protos";
import {
  nodeBackend,
  typeAttribute,
  type Binding,
  type NodeBackend,
  type OpAttribute,
} from "../runtime/compile/nodeBackend";
import { record, type RecordedNode, type Recording } from "../runtime/compile/record";

/* More of tfjs-node's protocol buffer classes (dist/proto/api_pb.js). */
interface SavedModelProtos extends Protos {
  SavedModel: new () => Message & {
    setSavedModelSchemaVersion(version: number): void;
    addMetaGraphs(graph: Message): void;
  };
  MetaGraphDef: (new () => Message & {
    setMetaInfoDef(info: Message): void;
    setGraphDef(graph: Message): void;
    getSignatureDefMap(): { set(name: string, signature: Message): void };
  }) & {
    MetaInfoDef: new () => Message & {
      addTags(tag: string): void;
      setTensorflowVersion(version: string): void;
    };
  };
  SignatureDef: new () => Message & {
    getInputsMap(): { set(name: string, tensor: Message): void };
    getOutputsMap(): { set(name: string, tensor: Message): void };
    setMethodName(name: string): void;
  };
  TensorInfo: new () => Message & {
    setName(name: string): void;
    setDtype(dtype: number): void;
    setTensorShape(shape: Message): void;
  };
}

/** Two batch sizes that a model's recordings are compared at: what differs depends on the batch. */
const batches = [5, 7] as const;
/** The inputs of a signature; conditional players have both. */
const inputName = (i: number): string => ["input", "condition"][i] ?? `input_${i}`;
/** Its outputs; a discriminator that names classes has both. */
const outputName = (i: number): string => ["output", "classes"][i] ?? `output_${i}`;

/**
 * Writes a model as a TensorFlow SavedModel with frozen weights: tag `serve`, signature
 * `serving_default`, input `input` `[batch, …]` and for conditional players `condition` `[batch,
 * classes]`, output `output` and of discriminators that name classes `classes`; any batch size.
 * TensorFlow's Python, Java, C and Go read it, TensorFlow Serving too.
 *
 * @param folder made where it is missing
 * @throws Error on a backend other than TensorFlow, or when the model cannot be recorded
 */
export function exportSavedModel(model: tf.LayersModel, folder: string): string {
  const backend = nodeBackend();
  if (!backend)
    throw new Error(
      `exportSavedModel: expected the tensorflow backend, received ${tf.getBackend()}`,
    );
  const [first, second] = batches.map((batch) => recordInference(backend, model, batch)) as [
    Recording,
    Recording,
  ];
  const protos = loadProtos() as SavedModelProtos;
  const { binding } = backend;
  const graph = newGraph(protos);
  const add = (name: string, node: RecordedNode, inputs: string[]): void =>
    graph.addNode(toNodeDef(protos, binding, node, name, inputs));
  const op = (name: string, kind: string, inputs: string[], attributes: OpAttribute[]): void =>
    add(name, { kind: "op", op: kind, attributes, inputs: [], shapes: [], dtypes: [] }, inputs);
  const integers = (name: string, values: number[]): void =>
    add(name, { kind: "constant", dtype: binding.TF_INT32, shape: [values.length], values }, []);
  const int = (name: string): OpAttribute => typeAttribute(binding, name, binding.TF_INT32);

  const inputShapes = model.inputs.map(({ shape }) => [-1, ...(shape.slice(1) as number[])]);
  let reads = 0;
  first.nodes.forEach((node, i) => {
    const name = `n${i}`;
    if (node.kind === "op")
      return add(
        name,
        node,
        node.inputs.map((ref) => `n${ref.node}:${ref.index}`),
      );
    if (node.kind === "input" && i < inputShapes.length) {
      add(name, { ...node, shape: inputShapes[i]! }, []);
      if (i > 0) return;
      // The batch size of the call, for the shapes that need it.
      op("shape", "Shape", ["n0:0"], [typeAttribute(binding, "T"), int("out_type")]);
      integers("zero", [0]);
      integers("one", [1]);
      op("batch", "Slice", ["shape:0", "zero:0", "one:0"], [int("T"), int("Index")]);
      return;
    }
    if (node.kind === "input")
      return add(name, constantOf(first.reads[reads++] as tf.Variable, binding), []);
    const factors = batchFactors(node, second.nodes[i]!);
    if (!factors) return add(name, node, []);
    integers(
      `${name}_fixed`,
      Array.from(node.values, (value, j) => (factors[j] ? 0 : value)),
    );
    integers(`${name}_factor`, factors);
    op(`${name}_scaled`, "Mul", [`${name}_factor:0`, "batch:0"], [int("T")]);
    op(name, "AddV2", [`${name}_fixed:0`, `${name}_scaled:0`], [int("T")]);
  });
  first.results.forEach(({ node, index }, i) =>
    op(outputName(i), "Identity", [`n${node}:${index}`], [typeAttribute(binding, "T")]),
  );
  const tensor = (name: string, shape: number[]): Message => {
    const info = new protos.TensorInfo();
    info.setName(`${name}:0`);
    info.setDtype(binding.TF_FLOAT);
    info.setTensorShape(toShape(protos, shape));
    return info;
  };
  const signature = new protos.SignatureDef();
  inputShapes.forEach((shape, i) =>
    signature.getInputsMap().set(inputName(i), tensor(`n${i}`, shape)),
  );
  model.outputs.forEach(({ shape }, i) => {
    const name = outputName(i);
    signature.getOutputsMap().set(name, tensor(name, [-1, ...(shape.slice(1) as number[])]));
  });
  signature.setMethodName("tensorflow/serving/predict");
  const info = new protos.MetaGraphDef.MetaInfoDef();
  info.addTags("serve");
  info.setTensorflowVersion(binding.TF_Version);
  const meta = new protos.MetaGraphDef();
  meta.setMetaInfoDef(info);
  meta.setGraphDef(graph);
  meta.getSignatureDefMap().set("serving_default", signature);
  const saved = new protos.SavedModel();
  saved.setSavedModelSchemaVersion(1);
  saved.addMetaGraphs(meta);
  makeFolder(join(folder, "variables")); // empty, but readers look for it
  writeFileAtomically(join(folder, "saved_model.pb"), saved.serializeBinary());
  return folder;
}

/** The model's ops in inference, for so many samples. */
function recordInference(backend: NodeBackend, model: tf.LayersModel, batch: number): Recording {
  return tf.tidy(() => {
    const inputs = model.inputs.map(({ shape }) =>
      tf.zeros([batch, ...(shape.slice(1) as number[])]),
    );
    backend.getInputTensorIds(inputs); // uploaded before the recording
    const given = inputs.length > 1 ? inputs : inputs[0]!;
    const recorded = record(backend, inputs, () =>
      [model.apply(given, { training: false }) as tf.Tensor | tf.Tensor[]].flat(),
    );
    if ("problem" in recorded) throw new Error(`exportSavedModel: ${recorded.problem}`);
    return recorded.recording as never;
  });
}

const constantOf = (variable: tf.Variable, binding: Binding): RecordedNode => ({
  kind: "constant",
  dtype: variable.dtype === "int32" ? binding.TF_INT32 : binding.TF_FLOAT,
  shape: variable.shape,
  values: variable.dataSync<"float32">(),
});

/**
 * For each number of a constant, how often it has the batch size as a factor; undefined when none
 * has.
 */
function batchFactors(
  node: RecordedNode & { kind: "constant" },
  other: RecordedNode,
): number[] | undefined {
  if (other.kind !== "constant")
    throw new Error("exportSavedModel: the model branches on the batch size");
  if (String(node.shape) !== String(other.shape))
    throw new Error(
      "exportSavedModel: expected a model whose numbers have shapes that do not depend on the " +
        "batch, received one with constants for each sample, such as the state of LSTM and GRU",
    );
  const factors = Array.from(node.values, (value, i) => {
    if (value === other.values[i]) return 0;
    const factor = value / batches[0];
    if (!Number.isInteger(factor) || factor * batches[1] !== other.values[i])
      throw new Error(
        "exportSavedModel: the model uses the batch size in a way that cannot be written down",
      );
    return factor;
  });
  return factors.some((factor) => factor > 0) ? factors : undefined;
}
