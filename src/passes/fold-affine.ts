// Folds scale and bias chains, among them what BatchNormalization became, into the weights of the producer or the only reader.
//   %a = Conv(%x, %w, %b); %y = Mul(%a, const [C,1,1])   ->   %y = Conv(%x, %w', %b')
//   %a = Add(%x, const [C,1,1]); %y = Conv(%a, %w)       ->   %y = Conv(%x, %w, %b') {padValues: -const}
// A padded convolution takes a map over the network's input only (input normalization). Inside the network a small factor, as dead channels of a
// BatchNormalization have, would put the padding value far outside the range of the data, which int8 could not represent.
import { type Graph, type Node, type QuantParams, type Uses, type ValueId, makeNode, mergeOrigins, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import { makeTensor } from '../ir/tensor.ts';
import { type OpRegistry, opOf } from '../ops/registry.ts';
import type { Pass } from './pass.ts';
import { type Affine, affineOf, hasFiniteCoefficients } from './shared/affine.ts';

interface Linear {
  readonly node: Node;
  readonly weights: Float32Array;
  readonly weightShape: readonly number[];
  readonly bias: Float32Array;
  readonly quant?: QuantParams;
}

/** Conv, or Gemm in canonical form, with constant f32 weights and bias. */
function linearOf(graph: Graph, node: Node | undefined): Linear | null {
  if (node === undefined || node.clamp || (node.op !== 'Conv' && node.op !== 'Gemm')) return null;
  if (node.op === 'Gemm' && !(node.attrs['transB'] === true && node.attrs['alpha'] === 1 && node.attrs['beta'] === 1 && node.attrs['transA'] === false)) return null;
  const weights = valueOf(graph, node.inputs[1] ?? '');
  const bias = node.inputs[2];
  const given = typeof bias === 'string' ? valueOf(graph, bias) : null;
  if (!(weights.data instanceof Float32Array) || (given && (!(given.data instanceof Float32Array) || shapeOf(given).length !== 1))) return null;
  const shape = shapeOf(weights);
  const start = given?.data instanceof Float32Array ? given.data : new Float32Array(shape[0] ?? 0);
  return { node, weights: weights.data, weightShape: shape, bias: start, ...(weights.quant ? { quant: weights.quant } : {}) };
}

interface Constants {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  /** The grid of the weights, where it survives. */
  readonly quant?: QuantParams;
}

/** Positive factors per output channel stretch a grid. */
function stretched(quant: QuantParams | undefined, factor: readonly number[]): Pick<Constants, 'quant'> {
  if (quant === undefined || factor.some((f) => !(f > 0)) || (quant.axis !== null && quant.axis !== 0)) return {};
  if (factor.every((f) => f === 1)) return { quant };
  const at = (list: readonly number[], c: number): number => list[quant.axis === null ? 0 : c] ?? 0;
  return { quant: { scale: factor.map((f, c) => f * at(quant.scale, c)), zeroPoint: factor.map((_, c) => at(quant.zeroPoint, c)), axis: 0 } };
}

function intoProducer(linear: Linear, affine: Affine): Constants {
  const taps = linear.weights.length / linear.bias.length;
  return {
    ...stretched(linear.quant, affine.factor),
    weights: linear.weights.map((w, i) => w * (affine.factor[Math.floor(i / taps)] ?? 1)),
    bias: linear.bias.map((b, c) => b * (affine.factor[c] ?? 1) + (affine.offset[c] ?? 0)),
  };
}

/** Input channel of weight `i`: weights are [out][in/groups][h][w] or [out][in]. */
function inputChannel(linear: Linear, i: number): number {
  const [out = 1, inner = 1, ...kernel] = linear.weightShape;
  const taps = kernel.reduce((p, d) => p * d, 1);
  const groups = typeof linear.node.attrs['groups'] === 'number' ? linear.node.attrs['groups'] : 1;
  const o = Math.floor(i / (inner * taps));
  return Math.floor(o / (out / groups)) * inner + (Math.floor(i / taps) % inner);
}

function intoReader(linear: Linear, affine: Affine): Constants {
  const taps = linear.weights.length / linear.bias.length;
  const bias = Float64Array.from(linear.bias);
  linear.weights.forEach((w, i) => {
    const o = Math.floor(i / taps);
    bias[o] = (bias[o] ?? 0) + w * (affine.offset[inputChannel(linear, i)] ?? 0);
  });
  return { weights: linear.weights.map((w, i) => w * (affine.factor[inputChannel(linear, i)] ?? 1)), bias: Float32Array.from(bias) };
}

interface Match {
  readonly affineNode: Node;
  readonly affine: Affine;
  readonly linear: Linear;
  readonly constants: Constants;
  readonly forward: boolean;
}

function backward(graph: Graph, uses: Uses, node: Node): Match | null {
  const affine = affineOf(graph, node, axisOf(graph, node));
  if (affine === null || !hasFiniteCoefficients(affine)) return null;
  const linear = linearOf(graph, uses.producer.get(affine.input));
  const alone = uses.readers.get(affine.input)?.length === 1 && !graph.outputs.includes(affine.input);
  return linear && alone ? { affineNode: node, affine, linear, constants: intoProducer(linear, affine), forward: false } : null;
}

function axisOf(graph: Graph, node: Node): number {
  const rank = shapeOf(valueOf(graph, node.outputs[0] ?? '')).length;
  return rank === 2 || rank === 4 ? 1 : -1;
}

function isPadded({ attrs: { pads } }: Node): boolean {
  return Array.isArray(pads) && pads.some((p) => p !== 0);
}

/** Whether a value is a graph input but for affine maps, views and transpositions. */
function isFromInput(graph: Graph, uses: Uses, id: ValueId, registry: OpRegistry): boolean {
  if (graph.inputs.includes(id)) return true;
  const producer = uses.producer.get(id);
  if (producer === undefined) return false;
  const moves = producer.op === 'Transpose' || opOf(registry, producer).view === true;
  const source = moves ? producer.inputs[0] : affineOf(graph, producer, axisOf(graph, producer))?.input;
  return typeof source === 'string' && isFromInput(graph, uses, source, registry);
}

function forward(graph: Graph, uses: Uses, node: Node, registry: OpRegistry): Match | null {
  const output = node.outputs[0] ?? '';
  const readers = uses.readers.get(output) ?? [];
  const affine = affineOf(graph, node, axisOf(graph, node));
  if (affine === null || !hasFiniteCoefficients(affine) || readers.length !== 1 || graph.outputs.includes(output)) return null;
  const linear = linearOf(graph, readers[0]);
  if (!linear || linear.node.inputs[0] !== output || linear.node.inputs.indexOf(output, 1) !== -1 || affine.factor.some((f) => f === 0)) return null;
  if (isPadded(linear.node) && !isFromInput(graph, uses, affine.input, registry)) return null;
  return { affineNode: node, affine, linear, constants: intoReader(linear, affine), forward: true };
}

/** Zero padding of a convolution meant "0 after the affine map": -offset / factor before it. Null where nothing is padded. */
function padValues(match: Match): number[] | null {
  const before = match.linear.node.attrs['padValues'];
  if (!isPadded(match.linear.node)) return null;
  const old = Array.isArray(before) ? before : null;
  const values = match.affine.factor.map((f, c) => ((Number(old?.[c] ?? 0)) - (match.affine.offset[c] ?? 0)) / f);
  return values.every((v) => v === 0) ? null : values;
}

/** How the output is distributed: as the map says, or as the producer's was before it. */
function normalAfter({ affineNode, affine, linear, forward }: Match): Pick<Node, 'normal'> {
  const before = linear.node.normal;
  if (forward) return {};
  if (affineNode.normal !== undefined) return { normal: affineNode.normal };
  const { factor, offset } = affine;
  return before === undefined ? {} : { normal: { mean: before.mean.map((m, c) => m * (factor[c] ?? 1) + (offset[c] ?? 0)), deviation: before.deviation.map((d, c) => d * Math.abs(factor[c] ?? 1)) } };
}

function patchOf(graph: Graph, match: Match): GraphPatch {
  const fresh = new Fresh(graph);
  const { linear, affineNode, constants } = match;
  const base = linear.node.outputs[0] ?? 'value';
  const weights = fresh.valueId(`${base}_w`);
  const bias = fresh.valueId(`${base}_b`);
  const w = makeTensor('f32', linear.weightShape, constants.weights);
  const values = [{ id: weights, dtype: w.dtype, shape: w.shape, data: w.data, ...(constants.quant ? { quant: constants.quant } : {}) }, { id: bias, dtype: 'f32' as const, shape: [constants.bias.length], data: constants.bias }];
  const input: ValueId | null = match.forward ? match.affine.input : (linear.node.inputs[0] ?? null);
  const attrs = match.forward && linear.node.op === 'Conv' ? { ...linear.node.attrs, padValues: padValues(match) } : linear.node.attrs;
  const outputs = match.forward ? linear.node.outputs : affineNode.outputs;
  const origin = mergeOrigins([linear.node, affineNode]);
  const node = makeNode({ ...linear.node, ...normalAfter(match), id: fresh.nodeId(), attrs, inputs: [input, weights, bias], outputs, origin });
  return { remove: [linear.node.id, affineNode.id], nodes: [node], values };
}

export const foldAffine: Pass = {
  name: 'fold-affine',
  apply(graph, { registry }): GraphPatch | null {
    const uses = usesOf(graph);
    for (const node of graph.nodes) {
      const match = backward(graph, uses, node) ?? forward(graph, uses, node, registry);
      if (match !== null) return patchOf(graph, match);
    }
    return null;
  },
};
