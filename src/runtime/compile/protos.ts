/* What we use of the protocol buffer classes in tfjs-node-gpu (dist/proto/api_pb.js). */
export interface Message {
  serializeBinary(): Uint8Array;
}
/** An attribute's value. */
export interface AttrValue extends Message {
  setS(value: Uint8Array): void;
  setI(value: number): void;
  setF(value: number): void;
  setB(value: boolean): void;
  setType(value: number): void;
  setShape(value: Message): void;
  setTensor(value: Message): void;
  setList(value: Message): void;
}
export interface Protos {
  GraphDef: new () => Message & {
    addNode(node: Message): void;
    setVersions(versions: Message): void;
  };
  VersionDef: new () => Message & { setProducer(version: number): void };
  NodeDef: new () => Message & {
    setName(name: string): void;
    setOp(op: string): void;
    addInput(input: string): void;
    getAttrMap(): { set(name: string, value: AttrValue): void };
  };
  AttrValue: (new () => AttrValue) & {
    ListValue: new () => Message & {
      setIList(values: readonly number[]): void;
      setFList(values: readonly number[]): void;
      setBList(values: readonly boolean[]): void;
    };
  };
  Tensor: new () => Message & {
    setDtype(dtype: number): void;
    setTensorShape(shape: Message): void;
    setTensorContent(bytes: Uint8Array): void;
  };
  TensorShape: (new () => Message & { addDim(dim: Message): void }) & {
    Dim: new () => Message & { setSize(size: number): void };
  };
}

/** Any version of GraphDef since TensorFlow 2.16 will do; TensorFlow reads all older ones. */
const graphVersion = 1766;

export const loadProtos = (): Protos =>
  require("@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js") as Protos;

/** A graph without nodes. */
export function newGraph(protos: Protos): InstanceType<Protos["GraphDef"]> {
  const graph = new protos.GraphDef();
  const versions = new protos.VersionDef();
  versions.setProducer(graphVersion);
  graph.setVersions(versions);
  return graph;
}
