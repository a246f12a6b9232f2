// Generic fusion of Q/DQ pairs into integer units. A node whose record has a quant facet, whose inputs with a role all come from
// DequantizeLinear and whose outputs are each read by one QuantizeLinear only, takes the quantized values directly.
//   %y = Q(Conv(DQ(%x_q), DQ(%w_q), DQ(%b_q)))   ->   %y = Conv(%x_q, %w_q, %b_q)   (all integer)
// Where the facet says that kernels convert, one side is enough: integer in and float out, or float in and int8 out.
// Scales may come from the model: a form whose integers do not exist (`fits`), or whose scales are not those the operator needs, is not taken.
import { type Graph, type Node, type Uses, type ValueId, makeNode, sameQuant, usesOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import type { QuantContext, QuantFacet, QuantRole, ValueType } from '../ops/op-def.ts';
import { type OpRegistry, contextOf, opOf, typeOfValue, typesOf } from '../ops/registry.ts';
import type { Pass } from './pass.ts';
import { isOwn } from './shared/own-conversion.ts';

interface IntegerForm {
  readonly node: Node;
  readonly removed: readonly number[];
}

function integerInputs(graph: Graph, uses: Uses, node: Node, registry: OpRegistry): (ValueId | null)[] | null {
  const roles = opOf(registry, node).quant?.roles(contextOf(graph, node));
  if (roles === undefined) return null;
  const inputs: (ValueId | null)[] = [];
  for (const [i, id] of node.inputs.entries()) {
    const producer = id === null ? undefined : uses.producer.get(id);
    const wanted = id !== null && roles.inputs[i] !== null && roles.inputs[i] !== undefined;
    if (wanted && !isOwn(producer, 'DequantizeLinear')) return null;
    inputs.push(wanted && producer ? (producer.inputs[0] ?? null) : id);
  }
  return inputs;
}

interface Outputs {
  /** The value in float where something reads it so, then as it is quantized. */
  readonly ids: readonly ValueId[];
  /** The quantizers that the node replaces. */
  readonly quantizers: readonly Node[];
  /** Whether quantizers are the only readers. */
  readonly allInteger: boolean;
}

function outputsOf(graph: Graph, uses: Uses, node: Node, roles: readonly (QuantRole | null)[]): Outputs {
  const parts = node.outputs.map((id, i) => {
    if (roles[i] === null) return { ids: [id], quantizers: [], isReadInFloat: false };
    const readers = uses.readers.get(id) ?? [];
    const quantizer = readers.find((reader) => isOwn(reader, 'QuantizeLinear'));
    const isReadInFloat = quantizer === undefined || graph.outputs.includes(id) || readers.length > 1;
    return { ids: [...(isReadInFloat ? [id] : []), ...(quantizer?.outputs ?? [])], quantizers: quantizer ? [quantizer] : [], isReadInFloat };
  });
  return { ids: parts.flatMap((p) => p.ids), quantizers: parts.flatMap((p) => p.quantizers), allInteger: parts.every((p) => !p.isReadInFloat) };
}

/** Inputs of a node that mixes: what is stored as int8 is read so. */
function storedInputs(uses: Uses, node: Node): (ValueId | null)[] {
  return node.inputs.map((id) => {
    const producer = id === null ? undefined : uses.producer.get(id);
    return isOwn(producer, 'DequantizeLinear') ? (producer.inputs[0] ?? null) : id;
  });
}

/** Whether values whose scale the operator fixes or shares have that scale. */
function scalesAgree(facet: QuantFacet<Node['attrs']>, context: QuantContext<Node['attrs']>): boolean {
  const roles = facet.roles(context);
  const uses = [...context.inputs.map((type, i): [ValueType | null, QuantRole | null | undefined] => [type, roles.inputs[i]]), ...context.outputs.map((type, i): [ValueType, QuantRole | undefined] => [type, roles.outputs[i] ?? undefined])];
  const shared = uses.flatMap(([type, role]) => (role?.kind === 'shared' && type?.quant ? [type.quant] : []));
  const [first] = shared;
  const fixed = uses.every(([type, role]) => role?.kind !== 'fixed' || role.orOwn === true || type?.quant === undefined || sameQuant({ scale: [role.scale], zeroPoint: [role.zeroPoint], axis: null }, type.quant));
  return fixed && (first === undefined || shared.every((q) => sameQuant(first, q)));
}

/** Whether the integer form with these inputs and outputs can be computed. */
function isPossible(facet: QuantFacet<Node['attrs']>, context: QuantContext<Node['attrs']>): boolean {
  return facet.supports(context) && scalesAgree(facet, context) && facet.fits?.(context) !== false;
}

/** Takes what is there: both sides of a node in int8; one of them, or an output in both types, where its kernels convert; any part where they mix. */
function integerForm(graph: Graph, uses: Uses, node: Node, options: { registry: OpRegistry; fresh: Fresh }): IntegerForm | null {
  const facet = opOf(options.registry, node).quant;
  if (node.domain === 'quantune' || facet === undefined) return null;
  const context = contextOf(graph, node);
  const outputs = outputsOf(graph, uses, node, facet.roles(context).outputs);
  const whole = integerInputs(graph, uses, node, options.registry);
  const made = (inputs: readonly (ValueId | null)[]): IntegerForm => ({
    node: makeNode({ ...node, id: options.fresh.nodeId(), inputs, outputs: outputs.ids }),
    removed: [node.id, ...outputs.quantizers.map((q) => q.id)],
  });
  const integer = { ...context, inputs: typesOf(graph, whole ?? node.inputs), outputs: outputs.ids.map((id) => typeOfValue(valueOf(graph, id))) };
  if (whole !== null && outputs.allInteger) return isPossible(facet, integer) ? made(whole) : null;
  if (node.outputs.length > 1) return null;
  if (facet.mixes?.(context) === true) {
    const inputs = storedInputs(uses, node);
    return outputs.quantizers.length > 0 || inputs.some((id, i) => id !== node.inputs[i]) ? made(inputs) : null;
  }
  if (facet.converts !== true || facet.mixes !== undefined || !(whole === null ? facet.supports(context) : isPossible(facet, integer))) return null;
  return whole !== null || outputs.quantizers.length > 0 ? made(whole ?? node.inputs) : null;
}

export const fuseQdq: Pass = {
  name: 'fuse-qdq',
  apply(graph, { registry }): GraphPatch | null {
    const uses = usesOf(graph);
    const fresh = new Fresh(graph);
    const forms = graph.nodes.flatMap((node) => integerForm(graph, uses, node, { registry, fresh }) ?? []);
    return forms.length === 0 ? null : { remove: forms.flatMap((f) => f.removed), nodes: forms.map((f) => f.node) };
  },
};
