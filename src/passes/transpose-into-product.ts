// A product reads the rows of its second operand as columns instead of having them transposed.
//   %t = Transpose(%k) {perm: [0, 1, 3, 2]}; %y = MatMul(%q, %t)   ->   %y = MatMul(%q, %k) {transB: true}
import { type Node, type Uses, makeNode, usesOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import type { Pass } from './pass.ts';

/** Whether only the last two dimensions change places. */
function swapsMatrices(perm: unknown): boolean {
  if (!Array.isArray(perm) || perm.length < 2) return false;
  const last = perm.length - 1;
  return perm.every((p, i) => p === (i === last ? last - 1 : i === last - 1 ? last : i));
}

function absorbed(node: Node, { producer }: Uses, fresh: Fresh): Node | null {
  const transpose = node.op === 'MatMul' && node.domain === '' ? producer.get(node.inputs[1] ?? '') : undefined;
  if (transpose?.op !== 'Transpose' || !swapsMatrices(transpose.attrs['perm'])) return null;
  return makeNode({ ...node, id: fresh.nodeId(), attrs: { ...node.attrs, transB: node.attrs['transB'] !== true }, inputs: [node.inputs[0] ?? null, transpose.inputs[0] ?? null] });
}

export const transposeIntoProduct: Pass = {
  name: 'transpose-into-product',
  apply(graph): GraphPatch | null {
    const uses = usesOf(graph);
    const fresh = new Fresh(graph);
    const found = graph.nodes.flatMap((node) => {
      const made = absorbed(node, uses, fresh);
      return made === null ? [] : [{ node, made }];
    });
    return found.length === 0 ? null : { remove: found.map((f) => f.node.id), nodes: found.map((f) => f.made) };
  },
};
