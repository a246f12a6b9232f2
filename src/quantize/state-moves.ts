// Units that only move elements of states (--state): from a state's input to the layer that reads it, and from the layer to the state's output. In integers they would
// round in every run what the layer keeps in 16 bits.
import { type Graph, type Node, type NodeId, type ValueId, usesOf } from '../ir/graph.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';

function moves(graph: Graph, node: Node, registry: OpRegistry): boolean {
  const roles = opOf(registry, node).quant?.roles(contextOf(graph, node));
  return roles !== undefined && [...roles.inputs, ...roles.outputs].every((r) => r?.kind === 'shared');
}

export function stateMoves(graph: Graph, registry: OpRegistry): ReadonlySet<NodeId> {
  const found = new Set<NodeId>();
  const states = [...(graph.states ?? [])];
  const before = new Set<ValueId>(states.map(([input]) => input));
  const after = new Set<ValueId>(states.map(([, output]) => output));
  const movers = graph.nodes.filter((node) => states.length > 0 && moves(graph, node, registry));
  for (const node of movers) {
    if (!node.inputs.every((id) => id !== null && before.has(id))) continue;
    found.add(node.id);
    for (const id of node.outputs) before.add(id);
  }
  const { readers } = usesOf(graph);
  for (const node of [...movers].reverse()) {
    if (!node.outputs.every((id) => after.has(id) && (readers.get(id) ?? []).every((reader) => found.has(reader.id)))) continue;
    found.add(node.id);
    for (const id of node.inputs) if (id !== null) after.add(id);
  }
  return found;
}
