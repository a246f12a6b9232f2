// The float part of a model that is quantized already: what computes in float away from the model's own conversions, and holds weights. With samples it is
// quantized on top; values that the model quantizes keep its scales, and everything else stays as it is.
import { type Graph, type Node, type Uses, type ValueId, usesOf, valueOf } from '../ir/graph.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';
import { fuseQdq } from '../passes/fuse-qdq.ts';
import { hoistQuantize } from '../passes/hoist-quantize.ts';
import { joinQuantize } from '../passes/join-quantize.ts';
import { runPasses } from '../passes/pass.ts';
import { isOwn, storedOf } from '../passes/shared/own-conversion.ts';
import { allInt8, insertQdq } from './insert-qdq.ts';
import type { PrecisionMap, Range, Ranges } from './scales.ts';

function computed(graph: Graph, ids: Node['inputs']): ValueId[] {
  return ids.filter((id): id is ValueId => id !== null && valueOf(graph, id).data === undefined);
}

/** Whether the model quantizes all it reads and writes: it stays in float because its scales have no integer form. */
function isEnclosed(graph: Graph, uses: Uses, node: Node): boolean {
  const behind = computed(graph, node.inputs).every((id) => storedOf(graph, uses, id) !== null);
  return behind && node.outputs.every((id) => (uses.readers.get(id) ?? []).length > 0 && (uses.readers.get(id) ?? []).every((n) => isOwn(n, 'QuantizeLinear')));
}

function holdsWeights(graph: Graph, node: Node, registry: OpRegistry): boolean {
  return opOf(registry, node).quant?.roles(contextOf(graph, node)).inputs.some((r) => r?.kind === 'weight') === true;
}

/** The nodes that are connected to `start` by values between candidates. */
function connected(uses: Uses, start: Node, candidates: ReadonlySet<Node>): Node[] {
  const found = new Set([start]);
  for (const node of found) {
    const next = [...node.inputs.flatMap((id) => uses.producer.get(id ?? '') ?? []), ...node.outputs.flatMap((id) => uses.readers.get(id) ?? [])];
    for (const other of next) if (candidates.has(other)) found.add(other);
  }
  return [...found];
}

/** Which units of a graph with integer units are quantized on top; none where the map says float throughout. */
export function floatPart(graph: Graph, registry: OpRegistry): PrecisionMap {
  const uses = usesOf(graph);
  const possible = allInt8(graph, registry);
  const isFloat = (node: Node): boolean => computed(graph, [...node.inputs, ...node.outputs]).every((id) => valueOf(graph, id).dtype === 'f32');
  const candidates = new Set(graph.nodes.filter((n) => n.domain !== 'quantune' && possible.get(n.id) === 'int8' && isFloat(n) && !isEnclosed(graph, uses, n)));
  const chosen = new Set([...candidates].filter((n) => holdsWeights(graph, n, registry)).flatMap((n) => connected(uses, n, candidates)));
  return new Map(graph.nodes.map((n) => [n.id, chosen.has(n) ? 'int8' : 'float']));
}

/** Ranges with those of values that the model quantizes itself, which are what its scales can hold. */
function withOwn(graph: Graph, ranges: Ranges): Ranges {
  const own = graph.nodes.flatMap((node): [ValueId, Range][] => {
    const [input, output] = [node.inputs[0] ?? '', node.outputs[0] ?? ''];
    if (node.domain !== 'quantune' || (node.op !== 'QuantizeLinear' && node.op !== 'DequantizeLinear')) return [];
    const [real, stored] = node.op === 'QuantizeLinear' ? [input, output] : [output, input];
    const [scale = 1] = valueOf(graph, stored).quant?.scale ?? [];
    const [zero = 0] = valueOf(graph, stored).quant?.zeroPoint ?? [];
    return [[real, { min: scale * (-128 - zero), max: scale * (127 - zero) }]];
  });
  return new Map([...ranges, ...own]);
}

/** Integer units for the float part, from measured ranges. */
export function quantizeFloatPart(graph: Graph, ranges: Ranges, { precision, registry }: { readonly precision: PrecisionMap; readonly registry: OpRegistry }): Graph {
  const pairs = insertQdq(graph, withOwn(graph, ranges), { precision, registry, floatOutputs: true });
  return runPasses(pairs, [hoistQuantize, joinQuantize, fuseQdq], { registry });
}
