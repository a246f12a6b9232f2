// Takes away the way through int32 of what is float before and behind it.
//   %i = quantune::ToInt32(%x); %y = Cast(%i) {to: f32}   ->   %x   (integers, to within rounding errors)
import { type Graph, type Node, type Uses, usesOf } from '../ir/graph.ts';
import type { GraphPatch } from '../ir/patch.ts';
import type { Pass } from './pass.ts';

function joined(graph: Graph, uses: Uses, node: Node): GraphPatch | null {
  const source = uses.producer.get(node.inputs[0] ?? '');
  const [output = ''] = node.outputs;
  const input = source?.inputs[0];
  if (node.op !== 'Cast' || node.attrs['to'] !== 'f32' || source?.op !== 'ToInt32' || typeof input !== 'string' || graph.outputs.includes(output)) return null;
  return { remove: [node.id], redirect: new Map([[output, input]]) };
}

export const joinCasts: Pass = {
  name: 'join-casts',
  apply(graph): GraphPatch | null {
    const uses = usesOf(graph);
    for (const node of graph.nodes) {
      const patch = joined(graph, uses, node);
      if (patch !== null) return patch;
    }
    return null;
  },
};
