// A convolution with windows of one element that reads every n-th row or column takes larger strides instead.
//   %a = Slice(%x) {starts: [0,0,0,0], steps: [1,1,2,2]}; %y = Conv(%a, %w) {kernel: [1,1], strides: [1,1]}   ->   %y = Conv(%x, %w) {strides: [2,2]}
import { type Graph, type Node, makeNode, mergeOrigins, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import type { Pass } from './pass.ts';

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

/** Step of each dimension, where the slice begins at the first element and goes to the last; null otherwise. */
function wholeSteps(graph: Graph, slice: Node): number[] | null {
  const shape = shapeOf(valueOf(graph, slice.inputs[0] ?? ''));
  const [starts, steps, lengths] = [numbers(slice.attrs['starts']), numbers(slice.attrs['steps']), numbers(slice.attrs['lengths'])];
  const whole = shape.every((size, d) => starts[d] === 0 && (steps[d] ?? 0) > 0 && lengths[d] === Math.ceil(size / (steps[d] ?? 1)));
  return whole ? steps : null;
}

/** Attributes of the convolution without the Slice; null where it cannot take over. */
function folded(graph: Graph, conv: Node, slice: Node): Node['attrs'] | null {
  const steps = wholeSteps(graph, slice);
  if (conv.op !== 'Conv' || conv.attrs['layout'] !== 'nchw' || steps?.length !== 4 || steps[0] !== 1 || steps[1] !== 1) return null;
  const [kernel, pads, strides] = [numbers(conv.attrs['kernel']), numbers(conv.attrs['pads']), numbers(conv.attrs['strides'])];
  const free = [0, 1].every((d) => steps[d + 2] === 1 || (kernel[d] === 1 && pads[d] === 0 && pads[d + 2] === 0));
  return free ? { ...conv.attrs, strides: strides.map((s, d) => s * (steps[d + 2] ?? 1)) } : null;
}

export const foldSlice: Pass = {
  name: 'fold-slice',
  apply(graph): GraphPatch | null {
    const { producer } = usesOf(graph);
    const fresh = new Fresh(graph);
    const remove: number[] = [];
    const nodes: Node[] = [];
    for (const conv of graph.nodes) {
      const slice = producer.get(conv.inputs[0] ?? '');
      const attrs = slice?.op === 'Slice' ? folded(graph, conv, slice) : null;
      if (slice === undefined || attrs === null) continue;
      remove.push(conv.id);
      nodes.push(makeNode({ ...conv, id: fresh.nodeId(), attrs, inputs: [slice.inputs[0] ?? null, ...conv.inputs.slice(1)], origin: mergeOrigins([conv, slice]) }));
    }
    return remove.length === 0 ? null : { remove, nodes };
  },
};
