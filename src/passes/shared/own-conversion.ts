// Recognises the internal conversions between float and int8.
import { type Node, type QuantParams, type Graph, type Uses, type ValueId, valueOf } from '../../ir/graph.ts';

export function isOwn(node: Node | undefined, op: 'QuantizeLinear' | 'DequantizeLinear'): node is Node {
  return node?.op === op && node.domain === 'quantune';
}

/** What `id` is dequantized from, with its scale; null where no DequantizeLinear makes it. */
export function storedOf(graph: Graph, uses: Uses, id: ValueId | null): { readonly id: ValueId; readonly quant: QuantParams } | null {
  const producer = id === null ? undefined : uses.producer.get(id);
  const source = isOwn(producer, 'DequantizeLinear') ? (producer.inputs[0] ?? null) : null;
  const quant = source === null ? undefined : valueOf(graph, source).quant;
  return source !== null && quant !== undefined ? { id: source, quant } : null;
}
