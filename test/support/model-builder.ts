// Serialized ONNX models of a few nodes, subgraphs included, and what the compiler and ONNX Runtime make of them.
import { Executor } from '../../src/execute/executor.ts';
import { loadRuntime } from '../../src/execute/runtime-module.ts';
import type { DType, TensorData } from '../../src/ir/dtype.ts';
import { elementCount, type Tensor } from '../../src/ir/tensor.ts';
import { MODEL_PROTO } from '../../src/onnx/schema.ts';
import { EXECUTOR_ISA, floatStage, importStage, programFor } from '../../src/stages.ts';
import { randomFloats } from './graph-builder.ts';
import { openOracle } from './onnxruntime.ts';

const ELEMENT_TYPES: Readonly<Partial<Record<DType, number>>> = { f32: 1, u8: 2, i8: 3, i32: 6, i64: 7, bool: 9, f64: 11 };

export interface Float {
  readonly float: number | readonly number[];
}

/** Numbers and lists of them are integers unless wrapped in `float`. */
export type Attribute = number | string | Float | readonly number[] | readonly string[] | GraphSpec | Tensor;

export interface NodeSpec {
  readonly op: string;
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attrs?: Readonly<Record<string, Attribute>>;
}

export interface Port {
  readonly name: string;
  readonly dtype?: DType;
  /** Absent: of any shape. */
  readonly shape?: readonly number[];
}

export interface GraphSpec {
  readonly nodes: readonly NodeSpec[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly constants?: Readonly<Record<string, Tensor>>;
}

function attributeProto(name: string, value: Attribute): object {
  const utf8 = new TextEncoder();
  if (typeof value === 'string') return { name, s: utf8.encode(value), type: 3 };
  if (typeof value === 'number') return { name, i: value, type: 2 };
  if ('float' in value) return typeof value.float === 'number' ? { name, f: value.float, type: 1 } : { name, floats: value.float, type: 6 };
  if ('nodes' in value) return { name, g: graphProto(name, value), type: 5 };
  if ('data' in value) return { name, t: tensorProto('', value), type: 4 };
  return typeof value[0] === 'string' ? { name, strings: value.map((v) => utf8.encode(String(v))), type: 8 } : { name, ints: value, type: 7 };
}

function tensorProto(name: string, { dtype, shape, data }: Tensor): object {
  return { name, dims: shape, dataType: ELEMENT_TYPES[dtype], rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

function portProto({ name, dtype = 'f32', shape }: Port): object {
  return { name, type: { tensorType: { elemType: ELEMENT_TYPES[dtype], ...(shape ? { shape: { dim: shape.map((dimValue) => ({ dimValue })) } } : {}) } } };
}

function graphProto(name: string, spec: GraphSpec): object {
  return {
    name, input: spec.inputs.map(portProto), output: spec.outputs.map(portProto),
    initializer: Object.entries(spec.constants ?? {}).map(([id, tensor]) => tensorProto(id, tensor)),
    node: spec.nodes.map((n) => ({ opType: n.op, domain: n.domain ?? '', input: n.inputs, output: n.outputs, attribute: Object.entries(n.attrs ?? {}).map(([key, value]) => attributeProto(key, value)) })),
  };
}

export interface ModelOptions {
  readonly opset?: number;
  readonly functions?: readonly object[];
  /** Versions of further operator sets. */
  readonly domains?: Readonly<Record<string, number>>;
}

export function modelBytes(spec: GraphSpec, { opset = 17, functions = [], domains = {} }: ModelOptions = {}): Uint8Array {
  const opsetImport = [{ domain: '', version: opset }, ...(functions.length > 0 ? [{ domain: 'local', version: 1 }] : []), ...Object.entries(domains).map(([domain, version]) => ({ domain, version }))];
  return MODEL_PROTO.encode(MODEL_PROTO.fromObject({ irVersion: 8, opsetImport, graph: graphProto('model', spec), functions })).finish();
}

/** Seeded float inputs in [-1, 1) for the ports of a model, in order. */
export function floatInputs(spec: GraphSpec, seed = 3): Float32Array[] {
  return spec.inputs.map(({ shape = [] }, i) => randomFloats(elementCount(shape), seed + i));
}

/** Compiled in float and run in WebAssembly: one array per output. */
export function runCompiled(bytes: Uint8Array, inputs: readonly TensorData[]): readonly TensorData[] {
  const program = programFor(floatStage(importStage({ bytes, file: 'model.onnx' }), 'model.onnx'), EXECUTOR_ISA, 'model.onnx');
  return Executor.create(program, loadRuntime()).run(inputs);
}

/** Largest difference of any output from ONNX Runtime, relative to the output's largest value. */
export async function differenceFromOracle(bytes: Uint8Array, inputs: readonly TensorData[]): Promise<number> {
  const oracle = await openOracle(bytes);
  const expected = await oracle.run(inputs);
  await oracle.close();
  const actual = runCompiled(bytes, inputs);
  return Math.max(...expected.map((want, o) => {
    const values = Array.from(want as ArrayLike<number | bigint>, Number);
    const scale = Math.max(1e-30, ...values.map(Math.abs));
    if (actual[o]?.length !== values.length) return Infinity;
    return Math.max(...values.map((v, i) => Math.abs(v - Number(actual[o]?.[i])) / scale));
  }));
}
