// Drops channels of int8 activations that are constant or that nobody reads. Lossless: every remaining accumulator is the same integer.
//   %a = Conv(%x, %w [8,3,3,3]); %d = depthwise(%a); %y = Conv(%d, %v [16,8,1,1], %b)     channel 5 of %d is the constant k
//   ->  channel 5 of %w, of the depthwise weights and of %v is gone;   %b += sum of %v[:, 5] * (k - zero point)
// A channel is constant where its weights are all zero; behind padding its value has to be what padding reads. Works on the quantized graph.
import { invariant } from '../diagnostics/diagnostic.ts';
import { makeData } from '../ir/dtype.ts';
import { type Graph, type Node, type Uses, type Value, type ValueId, makeNode, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import type { ConvAttrs } from '../ops/conv.ts';
import { type OpRegistry, contextOf } from '../ops/registry.ts';
import { isDepthwise, requantized } from '../ops/shared/lower-convolution.ts';
import type { Pass } from './pass.ts';

/** A convolution, depthwise convolutions behind it, and the convolutions that read the last one's channels. */
interface Chain {
  readonly makers: readonly Node[];
  readonly readers: readonly Node[];
}

/** int8 weights [out][in / groups][taps]. */
interface Weights {
  readonly data: Int8Array | Int16Array;
  readonly out: number;
  readonly inner: number;
  readonly taps: number;
}

function attrsOf(node: Node): ConvAttrs {
  return node.attrs as ConvAttrs;
}

function weightsOf(graph: Graph, node: Node): Weights | null {
  const value = valueOf(graph, node.inputs[1] ?? '');
  const [out = 1, inner = 1, ...kernel] = shapeOf(value);
  return value.data instanceof Int8Array || value.data instanceof Int16Array ? { data: value.data, out, inner, taps: kernel.reduce((p, d) => p * d, 1) } : null;
}

function isInteger(graph: Graph, node: Node): boolean {
  return node.op === 'Conv' && node.attrs['layout'] === 'nhwc' && valueOf(graph, node.inputs[0] ?? '').dtype === 'i8' && weightsOf(graph, node) !== null && attrsOf(node).padValues === null;
}

function isDense(graph: Graph, node: Node): boolean {
  return isInteger(graph, node) && attrsOf(node).groups === 1;
}

/** Whether channels of the node's output can be dropped as far as the node is concerned. */
function makesInt8(graph: Graph, node: Node): boolean {
  return node.outputs.length === 1 && !node.inputs[3] && valueOf(graph, node.outputs[0] ?? '').dtype === 'i8';
}

function chainFrom(graph: Graph, uses: Uses, root: Node): Chain | null {
  if (!isDense(graph, root) || !makesInt8(graph, root)) return null;
  const makers = [root];
  for (;;) {
    const value = makers.at(-1)?.outputs[0] ?? '';
    const readers = uses.readers.get(value) ?? [];
    if (graph.outputs.includes(value) || readers.length === 0) return null;
    const [only] = readers;
    if (readers.length === 1 && only && isInteger(graph, only) && makesInt8(graph, only) && isDepthwise(attrsOf(only), channelsOf(graph, value)) && weightsOf(graph, only)?.out === channelsOf(graph, value)) {
      makers.push(only);
      continue;
    }
    return readers.every((node) => isDense(graph, node) && node.inputs.filter((id) => id === value).length === 1 && node.inputs[0] === value) ? { makers, readers } : null;
  }
}

function channelsOf(graph: Graph, id: ValueId): number {
  return shapeOf(valueOf(graph, id)).at(-1) ?? 1;
}

function zeroPointOf(graph: Graph, node: Node): number {
  return valueOf(graph, node.inputs[0] ?? '').quant?.zeroPoint[0] ?? 0;
}

function biasOf(graph: Graph, node: Node): Int32Array | null {
  const data = node.inputs[2] ? valueOf(graph, node.inputs[2]).data : undefined;
  return data instanceof Int32Array ? data : null;
}

/** Whether a channel that holds `k` everywhere holds it for every tap: nothing is padded, or padding reads the same. */
function reachesTaps(graph: Graph, node: Node, k: number): boolean {
  return attrsOf(node).pads.every((p) => p === 0) || k === zeroPointOf(graph, node);
}

/** For each channel of the maker's output its value, null where it depends on the image. `input` are those of its input. */
function constantsOf(graph: Graph, registry: OpRegistry, node: Node, input: readonly (number | null)[] | null): (number | null)[] {
  const weights = weightsOf(graph, node);
  invariant(weights !== null, 'the maker has int8 weights');
  const bias = biasOf(graph, node);
  const length = weights.inner * weights.taps;
  const sums = Array.from({ length: weights.out }, (_, c) => {
    const own = Array.from(weights.data.subarray(c * length, (c + 1) * length));
    if (own.every((w) => w === 0)) return bias?.[c] ?? 0;
    const k = input?.[c] ?? null;
    return k !== null && reachesTaps(graph, node, k) ? own.reduce((sum, w) => sum + w * (k - zeroPointOf(graph, node)), bias?.[c] ?? 0) : null;
  });
  return requantized({ ...contextOf(graph, node), attrs: attrsOf(node), clamp: node.clamp ?? null }, sums);
}

/** What channel `c` of the reader's input, if it holds `k`, adds to each output's accumulator; null where it has to stay. */
function contribution(graph: Graph, node: Node, c: number, k: number | null): Float64Array | null {
  const weights = weightsOf(graph, node);
  if (weights === null) return null;
  const added = new Float64Array(weights.out);
  let isRead = false;
  for (let o = 0; o < weights.out; o++) {
    for (let t = 0; t < weights.taps; t++) {
      const w = weights.data[(o * weights.inner + c) * weights.taps + t] ?? 0;
      isRead ||= w !== 0;
      added[o] = (added[o] ?? 0) + w * ((k ?? 0) - zeroPointOf(graph, node));
    }
  }
  if (!isRead) return new Float64Array(weights.out);
  /* With a residual the shift depends on the bounds of the sums, and rounding on the shift. */
  return k !== null && !node.inputs[3] && reachesTaps(graph, node, k) ? added : null;
}

interface Dead {
  /** Channels that stay, ascending. */
  readonly kept: readonly number[];
  /** By reader, what the others add to its biases. */
  readonly added: ReadonlyMap<Node, Float64Array>;
}

const INT32 = 2 ** 31;

function deadChannels(graph: Graph, registry: OpRegistry, { makers, readers }: Chain): Dead | null {
  const constants = makers.reduce<(number | null)[] | null>((input, node) => constantsOf(graph, registry, node, input), null) ?? [];
  const added = new Map(readers.map((node) => [node, Float64Array.from(biasOf(graph, node) ?? new Int32Array(weightsOf(graph, node)?.out ?? 0))]));
  const kept: number[] = [];
  constants.forEach((k, c) => {
    const parts = readers.map((node) => contribution(graph, node, c, k));
    const sums = readers.map((node, i) => added.get(node)?.map((v, o) => v + (parts[i]?.[o] ?? 0)));
    const isLast = c === constants.length - 1 && kept.length === 0;
    if (isLast || parts.some((p) => p === null) || sums.some((s) => s?.some((v) => Math.abs(v) >= INT32))) return void kept.push(c);
    readers.forEach((node, i) => added.set(node, sums[i] ?? new Float64Array(0)));
  });
  return kept.length < constants.length ? { kept, added } : null;
}

/** Entries `kept` of dimension `axis` of a constant [out][inner][taps...]. */
function sliced(value: Value, axis: 0 | 1, kept: readonly number[], id: ValueId): Value {
  const shape = shapeOf(value);
  const data = value.data;
  invariant(data instanceof Int8Array || data instanceof Int16Array || data instanceof Int32Array, 'constants of an integer convolution are int8, int16 and int32');
  const size = shape[axis] ?? 1;
  const run = shape.slice(axis + 1).reduce((p, d) => p * d, 1);
  const rows = Array.from({ length: data.length / (size * run) }, (_, i) => kept.map((c) => data.subarray((i * size + c) * run, (i * size + c + 1) * run))).flat();
  const made = makeData(value.dtype, rows.length * run);
  rows.forEach((row, i) => row.forEach((v, k) => (made[i * run + k] = v)));
  const { quant } = value;
  const pick = (list: readonly number[]): number[] => kept.map((c) => list[c] ?? 0);
  const own = quant && axis === 0 && quant.axis === 0 ? { quant: { ...quant, scale: pick(quant.scale), zeroPoint: pick(quant.zeroPoint) } } : {};
  return { ...value, ...own, id, data: made, shape: shape.map((d, i) => (i === axis ? kept.length : d)) };
}

/** The maker without the channels, and the values it needs; its output has fewer. */
function narrowedMaker(graph: Graph, fresh: Fresh, node: Node, kept: readonly number[]): { node: Node; values: Value[] } {
  const constants = [1, 2].flatMap((i) => (node.inputs[i] ? [sliced(valueOf(graph, node.inputs[i] ?? ''), 0, kept, fresh.valueId(`${node.inputs[i]}_live`))] : []));
  const output = valueOf(graph, node.outputs[0] ?? '');
  const attrs = attrsOf(node).groups === 1 ? node.attrs : { ...node.attrs, groups: kept.length };
  return {
    node: makeNode({ ...node, id: fresh.nodeId(), attrs, inputs: [node.inputs[0] ?? null, ...constants.map((v) => v.id)] }),
    values: [...constants, { ...output, shape: shapeOf(output).map((d, i, all) => (i === all.length - 1 ? kept.length : d)) }],
  };
}

function narrowedReader(graph: Graph, fresh: Fresh, node: Node, { kept, added }: Dead): { node: Node; values: Value[] } {
  const old = valueOf(graph, node.inputs[1] ?? '');
  const w = sliced(old, 1, kept, fresh.valueId(`${old.id}_live`));
  const step = valueOf(graph, node.inputs[0] ?? '').quant?.scale[0] ?? 1;
  const data = Int32Array.from(added.get(node) ?? []);
  const scale = Array.from(data, (_, c) => step * (old.quant?.scale[old.quant.axis === null ? 0 : c] ?? 1));
  const bias: Value = { id: fresh.valueId(`${old.id}_bias`), dtype: 'i32', shape: [data.length], data, quant: { scale, zeroPoint: scale.map(() => 0), axis: 0 } };
  const inputs = [node.inputs[0] ?? null, w.id, bias.id, ...node.inputs.slice(3)];
  return { node: makeNode({ ...node, id: fresh.nodeId(), inputs }), values: [w, bias] };
}

export const dropDeadChannels: Pass = {
  name: 'drop-dead-channels',
  apply(graph, { registry }): GraphPatch | null {
    const uses = usesOf(graph);
    for (const root of graph.nodes) {
      const chain = chainFrom(graph, uses, root);
      const dead = chain === null ? null : deadChannels(graph, registry, chain);
      if (chain === null || dead === null) continue;
      const fresh = new Fresh(graph);
      const made = [...chain.makers.map((node) => narrowedMaker(graph, fresh, node, dead.kept)), ...chain.readers.map((node) => narrowedReader(graph, fresh, node, dead))];
      return { remove: [...chain.makers, ...chain.readers].map((n) => n.id), nodes: made.map((m) => m.node), values: made.flatMap((m) => m.values) };
    }
    return null;
  },
};
