// Moves a QuantizeLinear above an operator that only moves elements (Concat, MaxPool, Slice ...): the units that write its inputs can then quantize in
// their own epilogue, and the operator moves a quarter of the bytes. Exact: rounding is monotonic and acts on each element by itself.
//   %q = Q(Concat(%a, %b))   ->   %q = Concat(Q(%a), Q(%b))
import { type Graph, type Node, type QuantParams, type Uses, type Value, type ValueId, makeNode, sameQuant, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';
import type { Pass } from './pass.ts';

/** The quantizer that alone reads an operator all of whose tensors share one scale. */
function quantizerBelow(graph: Graph, uses: Uses, node: Node, registry: OpRegistry): Node | null {
  const roles = opOf(registry, node).quant?.roles(contextOf(graph, node));
  const moves = roles !== undefined && [...roles.inputs.filter((r) => r !== null), ...roles.outputs].every((r) => r?.kind === 'shared');
  const [output] = node.outputs;
  const [reader, ...others] = uses.readers.get(output ?? '') ?? [];
  const isComputed = node.inputs.every((id) => id !== null && valueOf(graph, id).dtype === 'f32' && valueOf(graph, id).data === undefined);
  if (!moves || !isComputed || output === undefined || others.length > 0 || graph.outputs.includes(output) || node.clamp !== undefined) return null;
  return reader?.op === 'QuantizeLinear' && reader.domain === 'quantune' && valueOf(graph, output).dtype === 'f32' ? reader : null;
}

/** What `id` was dequantized from, where that has the parameters `quant`. */
function storedAs(graph: Graph, uses: Uses, id: ValueId | null, quant: QuantParams): ValueId | null {
  const producer = id === null ? undefined : uses.producer.get(id);
  const source = producer?.op === 'DequantizeLinear' && producer.domain === 'quantune' ? (producer.inputs[0] ?? null) : null;
  return source !== null && sameQuant(quant, valueOf(graph, source).quant) ? source : null;
}

export const hoistQuantize: Pass = {
  name: 'hoist-quantize',
  apply(graph, { registry }): GraphPatch | null {
    const uses = usesOf(graph);
    const fresh = new Fresh(graph);
    for (const node of graph.nodes) {
      const quantizer = quantizerBelow(graph, uses, node, registry);
      const quant = quantizer && valueOf(graph, quantizer.outputs[0] ?? '').quant;
      if (!quantizer || !quant || node.inputs.every((id) => storedAs(graph, uses, id, quant) !== null)) continue;
      const [values, nodes]: [Value[], Node[]] = [[], []];
      const inputs = node.inputs.map((id) => {
        const stored = storedAs(graph, uses, id, quant);
        if (stored !== null) return stored;
        const output = fresh.valueId(`${id}_q`);
        values.push({ id: output, dtype: 'i8', shape: shapeOf(valueOf(graph, id ?? '')), quant });
        nodes.push(makeNode({ id: fresh.nodeId(), op: 'QuantizeLinear', domain: 'quantune', attrs: {}, inputs: [id], outputs: [output], origin: node.origin }));
        return output;
      });
      const moved = makeNode({ ...node, id: fresh.nodeId(), inputs, outputs: quantizer.outputs });
      return { remove: [node.id, quantizer.id], nodes: [...nodes, moved], values };
    }
    return null;
  },
};
