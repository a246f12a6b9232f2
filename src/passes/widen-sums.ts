// Sums of int8 under scales of the model get 32-bit multipliers, so that they round as the model's own arithmetic does but where it is a tie to within 2^-20.
// Scales that quantize chose have 16-bit ones, which kernels multiply in pairs.
//   %y = Add(%a, %b)   (all int8)   ->   %y = Add(%a, %b) {wide: true}
import { type Graph, type Node, makeNode, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import type { Pass } from './pass.ts';

function isIntegerSum(graph: Graph, node: Node): boolean {
  const isSum = node.domain === '' && (node.op === 'Add' || node.op === 'Sub') && node.attrs['wide'] !== true;
  return isSum && [...node.inputs, ...node.outputs].every((id) => id !== null && valueOf(graph, id).dtype === 'i8');
}

export const widenSums: Pass = {
  name: 'widen-sums',
  apply(graph): GraphPatch | null {
    const fresh = new Fresh(graph);
    const sums = graph.nodes.filter((n) => isIntegerSum(graph, n));
    return sums.length === 0 ? null : { remove: sums.map((n) => n.id), nodes: sums.map((n) => makeNode({ ...n, id: fresh.nodeId(), attrs: { wide: true } })) };
  },
};
