// Moves a DequantizeLinear below an operator that only moves elements, where all it reads has one scale: it then moves a quarter of the bytes, and units behind
// it see int8. Exact: dequantizing is monotonic and acts on each element by itself.
//   %y = Reshape(DQ(%q))   ->   %y = DQ(Reshape(%q))
import { type Graph, type Node, type Uses, type Value, makeNode, sameQuant, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';
import type { Pass } from './pass.ts';
import { storedOf } from './shared/own-conversion.ts';

function moves(graph: Graph, node: Node, registry: OpRegistry): boolean {
  const roles = opOf(registry, node).quant?.roles(contextOf(graph, node));
  return roles !== undefined && node.clamp === undefined && node.outputs.length === 1 && [...roles.inputs, ...roles.outputs].every((r) => r?.kind === 'shared');
}

function sunk(graph: Graph, uses: Uses, node: Node, registry: OpRegistry): GraphPatch | null {
  const [output = ''] = node.outputs;
  if (!moves(graph, node, registry)) return null;
  const sources = node.inputs.map((id) => storedOf(graph, uses, id));
  const [first] = sources;
  if (!first || sources.some((s) => s === null || !sameQuant(first.quant, s.quant))) return null;
  const fresh = new Fresh(graph);
  const stored: Value = { id: fresh.valueId(`${output}_q`), dtype: 'i8', shape: shapeOf(valueOf(graph, output)), quant: first.quant };
  const moved = makeNode({ ...node, id: fresh.nodeId(), inputs: sources.map((s) => s?.id ?? null), outputs: [stored.id] });
  const dequantizer = makeNode({ id: fresh.nodeId(), op: 'DequantizeLinear', domain: 'quantune', attrs: {}, inputs: [stored.id], outputs: [output], origin: node.origin });
  return { remove: [node.id], nodes: [moved, dequantizer], values: [stored] };
}

export const sinkDequantize: Pass = {
  name: 'sink-dequantize',
  apply(graph, { registry }): GraphPatch | null {
    const uses = usesOf(graph);
    for (const node of graph.nodes) {
      const patch = sunk(graph, uses, node, registry);
      if (patch !== null) return patch;
    }
    return null;
  },
};
