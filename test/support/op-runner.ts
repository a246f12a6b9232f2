// Runs a float graph as it would run on a device, and measures how far that is from the operators' references: lowered in float, or quantized
// with the ranges that the reference shows on the same inputs. The quantized graph is also measured against its own Q/DQ form in float.
import { Executor } from '../../src/execute/executor.ts';
import { loadRuntime } from '../../src/execute/runtime-module.ts';
import { makeData } from '../../src/ir/dtype.ts';
import { type Graph, type Node, type QuantParams, usesOf, valueOf } from '../../src/ir/graph.ts';
import { verifyGraph } from '../../src/ir/verify.ts';
import { type Tensor, makeTensor, toNumbers } from '../../src/ir/tensor.ts';
import { type LowerOptions, lowerGraph } from '../../src/lower/lower.ts';
import { quantizeF32 } from '../../src/numeric/rounding.ts';
import { REGISTRY, contextOf, opOf } from '../../src/ops/registry.ts';
import { fuseQdq } from '../../src/passes/fuse-qdq.ts';
import { fuseResidual } from '../../src/passes/fuse-residual.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { planProgram } from '../../src/plan/plan.ts';
import { allInt8, insertQdq } from '../../src/quantize/insert-qdq.ts';
import type { Ranges } from '../../src/quantize/scales.ts';
import { interpret, randomInputs } from './interpreter.ts';
import { interpretProgram } from './program-interpreter.ts';

export type Inputs = ReadonlyMap<string, Tensor>;

const LOWERING: LowerOptions = { registry: REGISTRY, isa: ['wasm', 'portable'] };
/** Kernels whose results are the same everywhere: integers, and conversions. */
const EXACT = /_s8$|_8$|_s8_f32$|^copy_nd_|^fill_|_slices$|_slots$|^(reverse_sequence|tensor_scatter|one_hot|trilu)$/;
const PORTABLE: LowerOptions = { registry: REGISTRY, isa: ['portable'] };

export interface FloatRun {
  /** Largest difference from the reference, relative to the largest output. */
  readonly error: number;
  readonly kernels: readonly string[];
}

export interface Int8Run {
  /** Largest difference from the float reference, in steps of the output's scale. */
  readonly steps: number;
  /** The same from the float evaluation of the graph with Q/DQ pairs: what integer arithmetic adds to quantization. */
  readonly arithmeticSteps: number;
  readonly kernels: readonly string[];
}

function fused(graph: Graph): Graph {
  return runPasses(graph, FLOAT_PASSES, { registry: REGISTRY });
}

export interface GraphRun {
  readonly outputs: Inputs;
  readonly kernels: readonly string[];
}

/** Lowers a graph as it is, plans it and runs it in WebAssembly. Throws where the kernels' references, which know no plan and no packing, disagree. */
export function runGraph(graph: Graph, inputs: Inputs): GraphRun {
  const program = lowerGraph(graph, LOWERING);
  const executor = Executor.create(planProgram(program), loadRuntime());
  const results = executor.run(program.inputs.map(({ name }) => inputs.get(name)?.data ?? new Uint8Array()));
  const outputs = new Map(program.outputs.map(({ name, buffer }, i): [string, Tensor] => {
    const { dtype, shape } = program.buffers[buffer] ?? { dtype: 'f32', shape: [] };
    return [name, makeTensor(dtype, shape, results[i] ?? new Float32Array())];
  }));
  const deviation = worst(interpretProgram(lowerGraph(graph, PORTABLE), inputs), outputs, (_id, values) => Math.max(1e-30, ...values.map(Math.abs)));
  const allowed = program.calls.every((call) => EXACT.test(call.kernel)) ? 0 : 1e-4;
  if (!(deviation <= allowed)) throw new Error(`WebAssembly deviates from the kernels' references by ${deviation}`);
  return { outputs, kernels: program.calls.map((call) => call.kernel) };
}

/** Largest absolute difference over all outputs, each divided by `unit(output)`. */
function worst(expected: Inputs, actual: Inputs, unit: (id: string, values: readonly number[]) => number): number {
  return Math.max(...[...expected].map(([id, tensor]) => {
    const want = toNumbers(tensor);
    const other = actual.get(id);
    if (!other || other.shape.join() !== tensor.shape.join()) throw new Error(`output '${id}' has shape [${other?.shape.join() ?? ''}] instead of [${tensor.shape.join()}]`);
    const got = toNumbers(other);
    return Math.max(...want.map((v, i) => Math.abs(v - (got[i] ?? NaN)))) / unit(id, want);
  }));
}

/** Lowers `graph` in float and runs it. */
export function runFloat(graph: Graph, inputs: Inputs = randomInputs(graph)): FloatRun {
  const { outputs, kernels } = runGraph(fused(graph), inputs);
  return { error: worst(interpret(graph, inputs), outputs, (_id, values) => Math.max(1e-30, ...values.map(Math.abs))), kernels };
}

/** Ranges of every computed value of a fused graph on these inputs. */
export function rangesOf(graph: Graph, inputs: Inputs): Ranges {
  const all = interpret({ ...graph, outputs: [...graph.inputs, ...graph.nodes.flatMap((n) => n.outputs)] }, inputs);
  return new Map([...all].map(([id, tensor]) => {
    const values = toNumbers(tensor);
    return [id, { min: Math.min(...values), max: Math.max(...values) }];
  }));
}

export interface Quantized {
  /** Q/DQ pairs around every node that has an integer form. */
  readonly pairs: Graph;
  /** Pairs fused into integer nodes, and residuals into convolutions. */
  readonly integer: Graph;
}

export function quantize(graph: Graph, inputs: Inputs): Quantized {
  const float = fused(graph);
  const pairs = insertQdq(float, rangesOf(float, inputs), { precision: allInt8(float, REGISTRY), registry: REGISTRY });
  const integer = runPasses(pairs, [fuseQdq, fuseResidual], { registry: REGISTRY });
  verifyGraph(integer, 'quantized', 'fuse-residual');
  return { pairs, integer };
}

/** Conversions that are not at a graph input or output. */
export function innerConversions(graph: Graph): Node[] {
  return graph.nodes.filter((n) => (n.op === 'QuantizeLinear' && !graph.inputs.includes(n.inputs[0] ?? '')) || (n.op === 'DequantizeLinear' && !graph.outputs.includes(n.outputs[0] ?? '')));
}

/** Quantizes `graph` with the ranges of `inputs`, lowers and runs it. Throws where more than `conversions` are left inside. */
export function runInt8(graph: Graph, inputs: Inputs = randomInputs(graph), conversions = 0): Int8Run {
  const { pairs, integer } = quantize(graph, inputs);
  const inner = innerConversions(integer);
  if (inner.length > conversions) throw new Error(`conversions left inside: ${inner.map((n) => `${n.op} ${n.inputs.join()} -> ${n.outputs.join()}`).join('; ')}`);
  const { outputs, kernels } = runGraph(integer, inputs);
  const scale = (id: string): number => valueOf(integer, usesOf(integer).producer.get(id)?.inputs[0] ?? '').quant?.scale[0] ?? NaN;
  return { steps: worst(interpret(graph, inputs), outputs, scale), arithmeticSteps: worst(interpretPairs(pairs, inputs), outputs, scale), kernels };
}

/** Runs a float graph with Q/DQ pairs in float. */
function interpretPairs(graph: Graph, inputs: Inputs): Map<string, Tensor> {
  const known = new Map<string, Tensor>(inputs);
  for (const value of graph.values.values()) if (value.data !== undefined) known.set(value.id, makeTensor(value.dtype, value.shape ?? [], value.data));
  for (const node of graph.nodes) {
    const args = node.inputs.map((id) => (id === null ? null : (known.get(id) ?? null)));
    const [x] = args;
    const [y = ''] = node.outputs;
    if (node.op === 'QuantizeLinear' && x) known.set(y, quantized(x, valueOf(graph, y).quant));
    else if (node.op === 'DequantizeLinear' && x) known.set(y, dequantized(x, valueOf(graph, node.inputs[0] ?? '').quant));
    else opOf(REGISTRY, node).reference?.({ attrs: node.attrs, inputs: args, outputs: contextOf(graph, node).outputs }).forEach((t, i) => known.set(node.outputs[i] ?? '', clamped(t, node)));
  }
  return new Map(graph.outputs.map((id) => [id, known.get(id) ?? makeTensor('f32', [0], new Float32Array())]));
}

function quantized(x: Tensor, quant: QuantParams | undefined): Tensor {
  return makeTensor('i8', x.shape, Int8Array.from(toNumbers(x), (v) => quantizeF32(v, 1 / (quant?.scale[0] ?? NaN), quant?.zeroPoint[0] ?? NaN)));
}

/** Per tensor, or per slice along the first dimension. */
function dequantized(x: Tensor, quant: QuantParams | undefined): Tensor {
  const slice = x.data.length / (quant?.scale.length ?? 1);
  const values = toNumbers(x).map((v, i) => (v - (quant?.zeroPoint[Math.floor(i / slice)] ?? NaN)) * (quant?.scale[Math.floor(i / slice)] ?? NaN));
  return makeTensor('f32', x.shape, Float32Array.from(values));
}

function clamped(tensor: Tensor, { clamp }: Node): Tensor {
  return clamp ? makeTensor('f32', tensor.shape, Float32Array.from(toNumbers(tensor), (v) => Math.min(clamp.max, Math.max(clamp.min, v)))) : tensor;
}

/** Random inputs for `graph`, but these integers where they are named. */
export function withIndices(graph: Graph, named: Readonly<Record<string, readonly number[]>>): Inputs {
  const inputs = new Map<string, Tensor>(randomInputs(graph));
  for (const [id, numbers] of Object.entries(named)) {
    const { dtype, shape } = valueOf(graph, id);
    const data = makeData(dtype, numbers.length);
    numbers.forEach((v, i) => (data[i] = data instanceof BigInt64Array || data instanceof BigUint64Array ? BigInt(v) : v));
    inputs.set(id, makeTensor(dtype, shape ?? [], data));
  }
  return inputs;
}
