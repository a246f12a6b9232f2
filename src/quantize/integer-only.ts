// Which units of a quantized graph compute in float between quantized values: what a model that is quantized already leaves in float, and what --integer-only
// refuses. Before the first quantized value and behind the last one float is what was asked for.
import { type Report, diagnose, fail } from '../diagnostics/diagnostic.ts';
import { type Graph, type Node, type ValueId, nodeLabel, valueOf } from '../ir/graph.ts';
import type { IoType } from '../passes/io-type.ts';

/** Units that a message names. */
const MOST_NAMED = 12;

function computed(graph: Graph, ids: readonly (ValueId | null)[]): ValueId[] {
  return ids.filter((id): id is ValueId => id !== null && valueOf(graph, id).data === undefined);
}

function isFloat(graph: Graph, id: ValueId | null): boolean {
  return id !== null && valueOf(graph, id).dtype === 'f32';
}

/** Values that depend on a quantized one, that included. */
function behindQuantized(graph: Graph, nodes: readonly Node[], ends: { from: (n: Node) => readonly (ValueId | null)[]; to: (n: Node) => readonly (ValueId | null)[] }): Set<ValueId> {
  const found = new Set<ValueId>(computed(graph, [...graph.values.keys()]).filter((id) => !isFloat(graph, id)));
  for (const node of nodes) if (computed(graph, ends.from(node)).some((id) => found.has(id))) for (const id of computed(graph, ends.to(node))) found.add(id);
  return found;
}

/** Units other than conversions that read or write float, and have quantized values on both sides; all units, conversions too, where `everywhere`. */
export function floatUnits(graph: Graph, everywhere = false): Node[] {
  const after = behindQuantized(graph, graph.nodes, { from: (n) => n.inputs, to: (n) => n.outputs });
  const before = behindQuantized(graph, [...graph.nodes].reverse(), { from: (n) => n.outputs, to: (n) => n.inputs });
  return graph.nodes.filter((node) => {
    if (![...node.inputs, ...node.outputs].some((id) => isFloat(graph, id))) return false;
    if (everywhere) return true;
    return node.domain !== 'quantune' && computed(graph, node.inputs).some((id) => after.has(id)) && node.outputs.some((id) => before.has(id));
  });
}

function named(nodes: readonly Node[]): string[] {
  const list = nodes.slice(0, MOST_NAMED).map((n) => `${n.op} '${nodeLabel(n)}'`);
  return nodes.length > MOST_NAMED ? [...list, `and ${nodes.length - MOST_NAMED} more`] : list;
}

/** Throws QT2007. */
export function requireIntegers(graph: Graph, { ioType, file }: { readonly ioType: IoType; readonly file: string }): void {
  const units = floatUnits(graph, ioType !== 'float');
  if (units.length > 0) fail('QT2007', `${units.length} units compute in float`, { where: { file }, notes: named(units) });
}

/** Warns with QT2008 where units between the model's own scales stay float. */
export function reportFloatUnits(graph: Graph, report: Report, file: string): void {
  const units = floatUnits(graph);
  if (units.length > 0) report(diagnose('QT2008', `${units.length} units between quantized values stay in float`, { where: { file }, notes: named(units) }));
}
