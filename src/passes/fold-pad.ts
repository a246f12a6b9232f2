// Folds zero padding of the two spatial dimensions into the convolution that reads it.
//   %a = Pad(%x) {before: [0,0,0,0], after: [0,0,1,1]}; %y = Conv(%a, %w)   ->   %y = Conv(%x, %w) {pads: [0,0,1,1]}
import { type Node, makeNode, mergeOrigins, usesOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import type { Pass } from './pass.ts';

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

function isSpatialZeroPad(node: Node | undefined): node is Node {
  if (node?.op !== 'Pad' || node.attrs['value'] !== 0) return false;
  const sides = [numbers(node.attrs['before']), numbers(node.attrs['after'])];
  return sides.every((side) => side.length === 4 && side[0] === 0 && side[1] === 0);
}

function folded(conv: Node, pad: Node, id: number): Node {
  const before = numbers(pad.attrs['before']);
  const after = numbers(pad.attrs['after']);
  const extra = [before[2] ?? 0, before[3] ?? 0, after[2] ?? 0, after[3] ?? 0];
  const pads = numbers(conv.attrs['pads']).map((p, i) => p + (extra[i] ?? 0));
  return makeNode({ ...conv, id, attrs: { ...conv.attrs, pads }, inputs: [pad.inputs[0] ?? null, ...conv.inputs.slice(1)], origin: mergeOrigins([conv, pad]) });
}

export const foldPad: Pass = {
  name: 'fold-pad',
  apply(graph): GraphPatch | null {
    const { producer } = usesOf(graph);
    const fresh = new Fresh(graph);
    const remove: number[] = [];
    const nodes: Node[] = [];
    for (const conv of graph.nodes) {
      const pad = producer.get(conv.inputs[0] ?? '');
      if (conv.op !== 'Conv' || conv.attrs['layout'] !== 'nchw' || conv.attrs['padValues'] !== null || !isSpatialZeroPad(pad)) continue;
      remove.push(conv.id);
      nodes.push(folded(conv, pad, fresh.nodeId()));
    }
    return remove.length === 0 ? null : { remove, nodes };
  },
};
