// Adds a residual inside the integer unit whose output it is added to: the sum is rounded once instead of twice, and one tensor less is stored.
//   %c = Conv(%x, %w, %b); %y = Add(%c, %r) clamp   ->   %y = Conv(%x, %w, %b, %r) clamp   (all int8)
// Works on the quantized graph: units, scales and precisions were chosen before. What is read by others, clamped, or would not be exact enough stays.
import { type Graph, type Node, type Uses, type ValueId, makeNode, mergeOrigins, usesOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import { type OpRegistry, contextOf, opOf, typeOfValue } from '../ops/registry.ts';
import type { Pass } from './pass.ts';

interface Residual {
  /** The unit that takes over the sum, and what it adds. */
  readonly unit: Node;
  readonly residual: ValueId;
  /** Step of the output that need not be rounded any more. */
  readonly step: number;
}

/** The unit that makes input `index` of a sum, where it can add the other input itself. */
function residualOf(graph: Graph, uses: Uses, { sum, index, registry }: { sum: Node; index: number; registry: OpRegistry }): Residual | null {
  const [term, residual] = [sum.inputs[index], sum.inputs[1 - index]];
  const unit = uses.producer.get(term ?? '');
  if (typeof term !== 'string' || typeof residual !== 'string' || unit === undefined || unit.clamp !== undefined || unit.outputs.length !== 1) return null;
  const isReadElsewhere = uses.readers.get(term)?.length !== 1 || graph.outputs.includes(term);
  if (isReadElsewhere || valueOf(graph, residual).data !== undefined) return null;
  const types = { residual: typeOfValue(valueOf(graph, residual)), output: typeOfValue(valueOf(graph, sum.outputs[0] ?? '')) };
  const takes = opOf(registry, unit).quant?.takesResidual?.(contextOf(graph, unit), types) === true;
  return takes ? { unit, residual, step: valueOf(graph, term).quant?.scale[0] ?? 0 } : null;
}

/** Where both terms could be fused, the one with the coarser step: its rounding is the larger error. */
function bestResidual(graph: Graph, uses: Uses, sum: Node, registry: OpRegistry): Residual | null {
  if (sum.op !== 'Add' || sum.domain === 'quantune' || sum.outputs.length !== 1) return null;
  const [left, right] = [0, 1].map((index) => residualOf(graph, uses, { sum, index, registry }));
  return left && right ? (right.step > left.step ? right : left) : (left ?? right ?? null);
}

/** The residual comes behind the operator's own inputs. */
function fused(sum: Node, { unit, residual }: Residual, made: { id: number; registry: OpRegistry }): Node {
  const own = Array.from({ length: opOf(made.registry, unit).arity[1] }, (_, i) => unit.inputs[i] ?? null);
  const { clamp } = sum;
  return makeNode({ ...unit, id: made.id, inputs: [...own, residual], outputs: sum.outputs, origin: mergeOrigins([unit, sum]), ...(clamp ? { clamp } : {}) });
}

/** `observed` keeps the separate unit too, as an output of the graph, so that its error can be measured. */
function fuseResiduals(graph: Graph, registry: OpRegistry, observed: boolean): GraphPatch | null {
  const uses = usesOf(graph);
  const fresh = new Fresh(graph);
  const found = graph.nodes.flatMap((sum) => {
    const residual = bestResidual(graph, uses, sum, registry);
    return residual === null ? [] : [{ sum, residual, node: fused(sum, residual, { id: fresh.nodeId(), registry }) }];
  });
  if (found.length === 0) return null;
  const remove = found.flatMap(({ sum, residual }) => (observed ? [sum.id] : [sum.id, residual.unit.id]));
  const outputs = observed ? { outputs: [...graph.outputs, ...found.flatMap(({ residual }) => residual.unit.outputs)] } : {};
  return { remove, nodes: found.map((f) => f.node), ...outputs };
}

export const fuseResidual: Pass = {
  name: 'fuse-residual',
  apply: (graph, { registry }) => fuseResiduals(graph, registry, false),
};

export const fuseResidualObserved: Pass = {
  name: 'fuse-residual',
  apply: (graph, { registry }) => fuseResiduals(graph, registry, true),
};
