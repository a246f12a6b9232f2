// One operator at a time: calls the facets of its record on literal arguments, or builds the graph `y = op(arguments)`.
// Parse, infer and reference are called as normalise calls them, so constants are accepted where a graph would fold them away.
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { type DType, makeData } from '../../src/ir/dtype.ts';
import { type Attrs, type Graph, type Node, type Value, makeNode, makeValue } from '../../src/ir/graph.ts';
import { type Tensor, elementCount, makeTensor, toNumbers } from '../../src/ir/tensor.ts';
import type { OpDef, ValueType } from '../../src/ops/op-def.ts';
import { type OpRegistry, findOp, makeRegistry, rejecter } from '../../src/ops/registry.ts';
import { normalise } from '../../src/passes/normalise.ts';
import { randomFloats } from './graph-builder.ts';

/** An argument of the operator: computed at run time, or constant. `data` is what the reference sees. */
export interface Argument {
  readonly constant: boolean;
  readonly tensor: Tensor;
}

export interface Options {
  readonly attrs?: Attrs;
  readonly opset?: number;
  readonly domain?: string;
  readonly outputs?: number;
}

function tensor(dtype: DType, shape: readonly number[], data: ArrayLike<number>): Tensor {
  const target = makeData(dtype, elementCount(shape));
  for (let i = 0; i < target.length; i++) target[i] = target instanceof BigInt64Array || target instanceof BigUint64Array ? BigInt(data[i] ?? 0) : (data[i] ?? 0);
  return makeTensor(dtype, shape, target);
}

let seed = 100;

/** Seeded values in [-1, 1) for floats, zeros for other types. */
function anyData(shape: readonly number[], dtype: DType): ArrayLike<number> {
  return dtype === 'f32' ? randomFloats(elementCount(shape), seed++) : [];
}

/** An argument computed at run time. */
export function input(shape: readonly number[], data?: ArrayLike<number>, dtype: DType = 'f32'): Argument {
  return { constant: false, tensor: tensor(dtype, shape, data ?? anyData(shape, dtype)) };
}

export function constant(shape: readonly number[], data?: ArrayLike<number>, dtype: DType = 'f32'): Argument {
  return { constant: true, tensor: tensor(dtype, shape, data ?? anyData(shape, dtype)) };
}

/** A constant list of int64: axes, pads, shapes. */
export function ints(...data: readonly number[]): Argument {
  return constant([data.length], data, 'i64');
}

function recordOf(op: string, domain: string): OpDef {
  const def = findOp(makeRegistry(), domain, op);
  if (!def) throw new Error(`no record for ${op}`);
  return def;
}

function typed(argument: Argument | null): ValueType | null {
  return argument === null ? null : { dtype: argument.tensor.dtype, shape: argument.tensor.shape, ...(argument.constant ? { tensor: argument.tensor } : {}) };
}

export interface Applied {
  readonly attrs: Attrs;
  readonly types: readonly ValueType[];
}

/** Parse, then infer. */
export function apply(op: string, args: readonly (Argument | null)[], options: Options = {}): Applied {
  const { attrs: raw = {}, opset = 13, domain = '', outputs = 1 } = options;
  const def = recordOf(op, domain);
  const inputs = args.map(typed);
  const node = makeNode({ id: 0, op, domain, attrs: raw, inputs: [], outputs: ['y'], origin: { onnxNodes: [`the_${op}`], onnxIndex: 0 } });
  const reject = rejecter(node);
  const attrs = def.parse({ raw, opset, inputs, outputCount: outputs, readOutputs: outputs, reject });
  return { attrs, types: def.infer({ attrs, inputs, reject }) };
}

export function shapeAfter(op: string, args: readonly (Argument | null)[], options: Options = {}): readonly number[] {
  return apply(op, args, options).types[0]?.shape ?? [];
}

/** The text with which parse or infer rejects, after `QT2002: Op 'node': `; 'accepted' where it does not. */
export function rejection(op: string, args: readonly (Argument | null)[], options: Options = {}): string {
  try {
    apply(op, args, options);
  } catch (error) {
    const prefix = `QT2002: ${op} 'the_${op}': `;
    if (error instanceof DiagnosticError && error.message.startsWith(prefix)) return error.message.slice(prefix.length);
    throw error;
  }
  return 'accepted';
}

/** First output of the reference facet as numbers. */
export function reference(op: string, args: readonly (Argument | null)[], options: Options = {}): number[] {
  return referenceOutput(op, args, { ...options, index: 0 });
}

/** Second output of the reference facet as numbers. */
export function secondReference(op: string, args: readonly (Argument | null)[], options: Options = {}): number[] {
  return referenceOutput(op, args, { ...options, index: 1 });
}

function referenceOutput(op: string, args: readonly (Argument | null)[], options: Options & { readonly index: number }): number[] {
  const { attrs, types } = apply(op, args, options);
  const result = recordOf(op, options.domain ?? '').reference?.({ attrs, inputs: args.map((a) => a?.tensor ?? null), outputs: types })[options.index];
  if (!result) throw new Error(`${op} gave no output ${options.index}`);
  return toNumbers(result);
}

/** The normalised graph `y, y1, ... = op(arguments)`; run-time arguments are graph inputs x0, x1, ... */
export function graphOf(op: string, args: readonly (Argument | null)[], options: Options = {}, registry: OpRegistry = makeRegistry()): Graph {
  const { attrs = {}, opset = 13, domain = '', outputs: count = 1 } = options;
  const outputs = Array.from({ length: count }, (_, i) => (i === 0 ? 'y' : `y${i}`));
  const ids = args.map((a, i) => (a === null ? null : `x${i}`));
  const values = new Map<string, Value>();
  args.forEach((a, i) => {
    if (a) values.set(`x${i}`, makeValue({ id: `x${i}`, dtype: a.tensor.dtype, shape: a.tensor.shape, ...(a.constant ? { data: a.tensor.data } : {}) }));
  });
  const node: Node = makeNode({ id: 0, op, domain, attrs, inputs: ids, outputs, origin: { onnxNodes: [`the_${op}`], onnxIndex: 0 } });
  const inputs = ids.filter((id, i): id is string => id !== null && args[i]?.constant === false);
  return normalise({ nodes: [node], values, inputs, outputs, name: op, opsets: new Map([['', opset]]) }, registry);
}
