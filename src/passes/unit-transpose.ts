// A transposition that moves dimensions of one element only, and the others past them, renames elements.
//   %t = Transpose(%x [1,28,10]) {perm: [1, 0, 2]}   ->   %t = Reshape(%x) {shape: [28, 1, 10]}
import { type Graph, type Node, makeNode, shapeOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import type { Pass } from './pass.ts';

function renames(graph: Graph, node: Node): boolean {
  const perm = node.attrs['perm'];
  if (node.op !== 'Transpose' || node.clamp || !Array.isArray(perm)) return false;
  const shape = shapeOf(valueOf(graph, node.inputs[0] ?? ''));
  const moved = perm.filter((p) => shape[Number(p)] !== 1).map(Number);
  return moved.every((p, i) => i === 0 || p > (moved[i - 1] ?? 0));
}

export const unitTranspose: Pass = {
  name: 'unit-transpose',
  apply(graph): GraphPatch | null {
    const fresh = new Fresh(graph);
    const found = graph.nodes.filter((node) => renames(graph, node));
    if (found.length === 0) return null;
    const nodes = found.map((n) => makeNode({ ...n, id: fresh.nodeId(), op: 'Reshape', attrs: { shape: shapeOf(valueOf(graph, n.outputs[0] ?? '')) } }));
    return { remove: found.map((n) => n.id), nodes };
  },
};
