// The graph all stages before lowering work on. Everything is readonly and made by factories; a graph changes only through patches.
// Values are named by unique strings (the ONNX name where there is one); nodes by a number that is stable through rewrites.
import type { DType, TensorData } from './dtype.ts';
import { type Shape, type Tensor, makeTensor } from './tensor.ts';
import { invariant } from '../diagnostics/diagnostic.ts';

export type ValueId = string;
export type NodeId = number;

/** real = scale * (stored - zeroPoint); one entry per tensor (axis null) or per slice along `axis`. */
export interface QuantParams {
  readonly scale: readonly number[];
  readonly zeroPoint: readonly number[];
  readonly axis: number | null;
}

export interface Value {
  readonly id: ValueId;
  readonly dtype: DType;
  /** Bits of an element where they are fewer than those of dtype: 4-bit integers. */
  readonly bits?: number;
  /** null until shape inference has run. */
  readonly shape: Shape | null;
  /** Present on quantized values (i8, u8, i32 ...). On a float constant: the grid on which its elements lie, from a model that is quantized already. */
  readonly quant?: QuantParams;
  /** Present on constants. */
  readonly data?: TensorData;
}

/** Where a node came from; survives every rewrite. A fused unit lists all the ONNX nodes it stands for. */
export interface Origin {
  /** ONNX node name, `#index OpType` where the model gives none. First entry names the unit. */
  readonly onnxNodes: readonly string[];
  /** Index of the first of them in the model file. */
  readonly onnxIndex: number;
}

/** Attribute values: JSON-like; tensors become constant values at import. Parsed attributes have the same form. */
export type AttrValue = number | string | boolean | null | bigint | readonly AttrValue[] | { readonly [key: string]: AttrValue };
export type Attrs = { readonly [key: string]: AttrValue };

/** Output clamp of a fused activation, in real (not quantized) units; infinite where one side is open. */
export interface Clamp {
  readonly min: number;
  readonly max: number;
}

/** Mean and standard deviation of each channel of an output before its clamp, as a BatchNormalization of the model states them. */
export interface ChannelNormals {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** A graph that an attribute holds: a branch of If, the body of Loop or Scan. Its values are no values of the graph around it. */
export interface Subgraph {
  readonly inputs: readonly ValueId[];
  /** In topological order; no two values of a model and its subgraphs have one name. */
  readonly nodes: readonly Node[];
  readonly outputs: readonly ValueId[];
}

export interface Subgraphs {
  readonly byAttribute: ReadonlyMap<string, Subgraph>;
  /** Values around the node that the graphs read: the node's last inputs are these, in this order. */
  readonly captured: readonly ValueId[];
}

export interface Node {
  readonly id: NodeId;
  readonly op: string;
  readonly domain: string;
  readonly attrs: Attrs;
  /** null: optional input that is absent. */
  readonly inputs: readonly (ValueId | null)[];
  readonly outputs: readonly ValueId[];
  readonly origin: Origin;
  readonly clamp?: Clamp;
  /** Survives folding, so that ranges can be had without data. */
  readonly normal?: ChannelNormals;
  /** Gone after normalise. */
  readonly subgraphs?: Subgraphs;
}

export interface Graph {
  /** In topological order. */
  readonly nodes: readonly Node[];
  readonly values: ReadonlyMap<ValueId, Value>;
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
  readonly name: string;
  /** Inputs and outputs that the model has in 8 bits; float inside, until passes/io-type. */
  readonly declared?: ReadonlyMap<ValueId, DType>;
  /** Inputs that hold, from one run to the next, what the output of the name given was. */
  readonly states?: ReadonlyMap<ValueId, ValueId>;
  /** Version imported per operator domain ('' is ai.onnx). Only normalise reads it. */
  readonly opsets: ReadonlyMap<string, number>;
}

export function valueOf(graph: Graph, id: ValueId): Value {
  const value = graph.values.get(id);
  invariant(value !== undefined, `no value '${id}' in the graph`);
  return value;
}

export function shapeOf(value: Value): Shape {
  invariant(value.shape !== null, `value '${value.id}' has no shape yet`);
  return value.shape;
}

/** The tensor of a constant value, null where the value is computed. */
export function constantOf(value: Value): Tensor | null {
  return value.data === undefined ? null : makeTensor(value.dtype, shapeOf(value), value.data);
}

export function makeValue(value: Value): Value {
  return Object.freeze({ ...value });
}

export function makeNode(node: Node): Node {
  return Object.freeze({ ...node, inputs: Object.freeze([...node.inputs]), outputs: Object.freeze([...node.outputs]) });
}

/** Origin of a node that stands for all of `nodes`, named after the first. */
export function mergeOrigins(nodes: readonly Node[]): Origin {
  const first = nodes[0];
  invariant(first !== undefined, 'origin of no node');
  return { onnxNodes: [...new Set(nodes.flatMap((n) => n.origin.onnxNodes))], onnxIndex: first.origin.onnxIndex };
}

/** How diagnostics name a node. */
export function nodeLabel(node: Node): string {
  return node.origin.onnxNodes[0] ?? `#${node.origin.onnxIndex} ${node.op}`;
}

export interface Uses {
  /** The node that defines each value; absent for inputs and constants. */
  readonly producer: ReadonlyMap<ValueId, Node>;
  /** The nodes that read each value, once per reading input. */
  readonly readers: ReadonlyMap<ValueId, readonly Node[]>;
}

export function usesOf(graph: Graph): Uses {
  const producer = new Map<ValueId, Node>();
  const readers = new Map<ValueId, Node[]>();
  for (const node of graph.nodes) {
    for (const id of node.outputs) producer.set(id, node);
    for (const id of node.inputs) {
      if (id === null) continue;
      const list = readers.get(id);
      if (list) list.push(node);
      else readers.set(id, [node]);
    }
  }
  return { producer, readers };
}

/** Whether two values quantized per tensor stand for the same numbers. */
export function sameQuant(a: QuantParams, b: QuantParams | undefined): boolean {
  return a.scale[0] === b?.scale[0] && a.zeroPoint[0] === b?.zeroPoint[0] && a.axis === b?.axis;
}
