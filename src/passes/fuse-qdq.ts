// Generic fusion of Q/DQ pairs into integer units. A node whose record has a quant facet, whose inputs with a role all come from
// DequantizeLinear and whose outputs are each read by one QuantizeLinear only, takes the quantized values directly.
//   %y = Q(Conv(DQ(%x_q), DQ(%w_q), DQ(%b_q)))   ->   %y = Conv(%x_q, %w_q, %b_q)   (all integer)
// Where the facet says that kernels convert, one side is enough: integer in and float out, or float in and int8 out.
import { type Graph, type Node, type Uses, type ValueId, makeNode, usesOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import { type OpRegistry, contextOf, opOf, typesOf } from '../ops/registry.ts';
import type { Pass } from './pass.ts';

interface IntegerForm {
  readonly node: Node;
  readonly removed: readonly number[];
}

function isOwn(node: Node | undefined, op: string): node is Node {
  return node?.op === op && node.domain === 'quantune';
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

/** The quantizers that are the only readers of the node's outputs; null where an output is read otherwise too. */
function quantizersOf(graph: Graph, uses: Uses, node: Node): Node[] | null {
  const found = node.outputs.flatMap((id) => {
    const [reader, ...others] = uses.readers.get(id) ?? [];
    return isOwn(reader, 'QuantizeLinear') && others.length === 0 && !graph.outputs.includes(id) ? [reader] : [];
  });
  return found.length === node.outputs.length ? found : null;
}

/** Takes what is there: both sides of a node in int8, or one of them where its kernels convert, or any part where they mix. */
function integerForm(graph: Graph, uses: Uses, node: Node, options: { registry: OpRegistry; fresh: Fresh }): IntegerForm | null {
  if (node.domain === 'quantune') return null;
  const facet = opOf(options.registry, node).quant;
  const context = contextOf(graph, node);
  const quantizers = quantizersOf(graph, uses, node);
  const inputs = integerInputs(graph, uses, node, options.registry);
  if (facet === undefined) return null;
  const isWhole = inputs !== null && quantizers !== null;
  if (!isWhole && facet.mixes?.(context) === true) return mixedForm(graph, uses, node, options.fresh);
  const isHalf = inputs !== null || quantizers !== null;
  if (!isWhole && !(isHalf && facet.converts === true && facet.mixes === undefined)) return null;
  if (!facet.supports({ ...context, inputs: typesOf(graph, inputs ?? node.inputs) })) return null;
  const outputs = quantizers?.flatMap((q) => q.outputs) ?? node.outputs;
  return { node: makeNode({ ...node, id: options.fresh.nodeId(), inputs: inputs ?? node.inputs, outputs }), removed: [node.id, ...(quantizers ?? []).map((q) => q.id)] };
}

/** Each input that was dequantized for this node and others is read as it is stored; the output is written in float, in int8, or both. */
function mixedForm(graph: Graph, uses: Uses, node: Node, fresh: Fresh): IntegerForm | null {
  const [output] = node.outputs;
  const readers = uses.readers.get(output ?? '') ?? [];
  if (output === undefined || node.outputs.length > 1) return null;
  const inputs = node.inputs.map((id) => {
    const producer = id === null ? undefined : uses.producer.get(id);
    return isOwn(producer, 'DequantizeLinear') ? (producer.inputs[0] ?? null) : id;
  });
  const quantizer = readers.find((reader) => isOwn(reader, 'QuantizeLinear'));
  const isReadInFloat = graph.outputs.includes(output) || readers.some((reader) => reader !== quantizer);
  if (quantizer === undefined && inputs.every((id, i) => id === node.inputs[i])) return null;
  const outputs = [...(isReadInFloat ? [output] : []), ...(quantizer?.outputs ?? [])];
  return { node: makeNode({ ...node, id: fresh.nodeId(), inputs, outputs }), removed: [node.id, ...(quantizer ? [quantizer.id] : [])] };
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
