// Which buffer of a lowered program holds a value: views rename elements and have no buffer of their own.
import { type Graph, usesOf } from '../ir/graph.ts';
import { type OpRegistry, opOf } from '../ops/registry.ts';

/** The value that `id` renames, through any number of views. */
export function sourceValue(graph: Graph, id: string, registry: OpRegistry): string {
  const { producer } = usesOf(graph);
  let at = id;
  for (let node = producer.get(at); node !== undefined && opOf(registry, node).view === true; node = producer.get(at)) at = node.inputs[0] ?? at;
  return at;
}

/** Name of the buffer that holds `id` in a lowered program: a graph output that only renames it gives the buffer its name. */
export function bufferName(graph: Graph, id: string, registry: OpRegistry): string {
  const views = graph.nodes.filter((node) => opOf(registry, node).view === true);
  const names = [id];
  for (const name of names) for (const view of views) if (view.inputs[0] === name) names.push(...view.outputs);
  return names.find((name) => graph.outputs.includes(name)) ?? id;
}
