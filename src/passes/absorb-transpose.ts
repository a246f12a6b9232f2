// A transposition whose flattened result only feeds fully connected layers is absorbed into the order of their weights.
//   %t = Transpose(%x [1,4,4,8]) {perm: [0,3,1,2]}; %f = Reshape(%t) [1,128]; %y = Gemm(%f, %w)
//   ->  %f = Reshape(%x) [1,128]; %y = Gemm(%f, %w with permuted columns); a DequantizeLinear before the Gemm does not matter
import { type Graph, type Node, type Uses, type ValueId, makeNode, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import { type Shape, elementCount, stridesOf } from '../ir/tensor.ts';
import type { Pass } from './pass.ts';
import { isOwn } from './shared/own-conversion.ts';

interface Match {
  readonly transpose: Node;
  readonly reshape: Node;
  readonly gemm: Node;
}

function matchFrom(graph: Graph, uses: Uses, gemm: Node): Match | null {
  const input = uses.producer.get(gemm.inputs[0] ?? '');
  const reshape = isOwn(input, 'DequantizeLinear') ? uses.producer.get(input.inputs[0] ?? '') : input;
  const transpose = uses.producer.get(reshape?.inputs[0] ?? '');
  if (gemm.op !== 'Gemm' || gemm.attrs['transB'] !== true || reshape?.op !== 'Reshape' || transpose?.op !== 'Transpose') return null;
  const source = shapeOf(valueOf(graph, transpose.inputs[0] ?? ''));
  const flat = shapeOf(valueOf(graph, reshape.outputs[0] ?? ''));
  const perm = transpose.attrs['perm'];
  const weights = valueOf(graph, gemm.inputs[1] ?? '').data;
  const keepsBatch = Array.isArray(perm) && perm[0] === 0 && flat.length === 2 && flat[0] === source[0];
  const isAlone = (id: ValueId | null | undefined): boolean => uses.readers.get(id ?? '')?.length === 1 && !graph.outputs.includes(id ?? '');
  const alone = isAlone(reshape.outputs[0]) && isAlone(gemm.inputs[0]);
  return keepsBatch && alone && weights instanceof Float32Array ? { transpose, reshape, gemm } : null;
}

/** For each place of the row stored as in `source`, its place in the transposed row. */
function columnOrder(source: Shape, perm: readonly number[]): number[] {
  const inner = source.slice(1);
  const moved = perm.slice(1).map((p) => p - 1);
  const target = stridesOf(moved.map((p) => inner[p] ?? 1));
  const strides = stridesOf(inner);
  return Array.from({ length: elementCount(inner) }, (_, i) =>
    moved.reduce((place, dim, k) => place + (Math.floor(i / (strides[dim] ?? 1)) % (inner[dim] ?? 1)) * (target[k] ?? 1), 0),
  );
}

/** Each row of `weights` in the order given. */
function reordered(weights: Float32Array, order: readonly number[]): Float32Array {
  const result = new Float32Array(weights.length);
  for (let row = 0; row < weights.length; row += order.length) {
    for (let i = 0; i < order.length; i++) result[row + i] = weights[row + (order[i] ?? 0)] ?? 0;
  }
  return result;
}

export const absorbTranspose: Pass = {
  name: 'absorb-transpose',
  apply(graph): GraphPatch | null {
    const uses = usesOf(graph);
    const match = graph.nodes.map((node) => matchFrom(graph, uses, node)).find((m) => m !== null);
    if (!match) return null;
    const fresh = new Fresh(graph);
    const source = transposeSource(graph, match);
    const order = columnOrder(source.shape, source.perm);
    const old = valueOf(graph, match.gemm.inputs[1] ?? '');
    const weights = reordered(old.data instanceof Float32Array ? old.data : new Float32Array(), order);
    const w = fresh.valueId(`${old.id}_nhwc`);
    return {
      remove: [match.gemm.id, match.reshape.id],
      nodes: [
        makeNode({ ...match.reshape, id: fresh.nodeId(), inputs: match.transpose.inputs }),
        makeNode({ ...match.gemm, id: fresh.nodeId(), inputs: [match.gemm.inputs[0] ?? null, w, ...match.gemm.inputs.slice(2)] }),
      ],
      values: [{ ...old, id: w, data: weights }],
    };
  },
};

function transposeSource(graph: Graph, match: Match): { shape: Shape; perm: number[] } {
  const perm = match.transpose.attrs['perm'];
  return { shape: shapeOf(valueOf(graph, match.transpose.inputs[0] ?? '')), perm: Array.isArray(perm) ? perm.map(Number) : [] };
}
