// Computes nodes whose inputs are all constants (after decomposition some more are).
//   %c = Mul(const %a, const %b)   ->   const %c
import { type Graph, type Node, type Value, constantOf, usesOf, valueOf } from '../ir/graph.ts';
import type { GraphPatch } from '../ir/patch.ts';
import { elementCount } from '../ir/tensor.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';
import type { Pass } from './pass.ts';

const LARGEST_FOLD = 1 << 24;

function folded(graph: Graph, node: Node, registry: OpRegistry): Value[] | null {
  const def = opOf(registry, node);
  const inputs = node.inputs.map((id) => (id === null ? null : valueOf(graph, id)));
  if (def.reference === undefined || node.clamp || inputs.length === 0 || inputs.some((v) => v !== null && v.data === undefined)) return null;
  const { attrs, outputs } = contextOf(graph, node);
  if (outputs.some((t) => elementCount(t.shape) > LARGEST_FOLD) || node.outputs.some((id) => graph.outputs.includes(id))) return null;
  const tensors = def.reference({ attrs, inputs: inputs.map((v) => (v === null ? null : constantOf(v))), outputs });
  return node.outputs.flatMap((id, i) => (tensors[i] ? [{ id, dtype: tensors[i].dtype, shape: tensors[i].shape, data: tensors[i].data }] : []));
}

export const foldConstants: Pass = {
  name: 'fold-constants',
  apply(graph, { registry }): GraphPatch | null {
    const remove: number[] = [];
    const values: Value[] = [];
    const { readers } = usesOf(graph);
    for (const node of graph.nodes) {
      if (node.outputs.every((id) => !readers.has(id))) continue;
      const result = folded(graph, node, registry);
      if (result === null) continue;
      remove.push(node.id);
      values.push(...result);
    }
    return remove.length === 0 ? null : { remove, values };
  },
};
