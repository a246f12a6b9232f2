// Takes away a QuantizeLinear that reads a DequantizeLinear, and a Clip within whose bounds every value of an int8 tensor lies.
//   %y = Q(DQ(%x)), one scale      ->   %x                               (a value survives its own grid)
//   %y = Q(DQ(%x)), two scales     ->   %y = quantune::Requantize(%x)    (a table)
//   %y = Clip(DQ(%x)) {min: 0}, zero point of %x -128   ->   DQ(%x)      (a ReLU that saturation implies)
import { type Graph, type Node, type Uses, type ValueId, makeNode, sameQuant, usesOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import type { Pass } from './pass.ts';
import { isOwn, storedOf } from './shared/own-conversion.ts';

function joined(graph: Graph, uses: Uses, node: Node): GraphPatch | null {
  const source = storedOf(graph, uses, node.inputs[0] ?? null);
  const [output = ''] = node.outputs;
  const quant = valueOf(graph, output).quant;
  if (!isOwn(node, 'QuantizeLinear') || source === null || quant === undefined || graph.outputs.includes(output)) return null;
  if (sameQuant(source.quant, quant)) return { remove: [node.id], redirect: new Map([[output, source.id]]) };
  return { remove: [node.id], nodes: [makeNode({ ...node, id: new Fresh(graph).nodeId(), op: 'Requantize', inputs: [source.id] })] };
}

/** Whether all 256 values lie within the bounds of a Clip. */
function isImplied(graph: Graph, uses: Uses, node: Node): boolean {
  const source = node.op === 'Clip' && node.domain === '' ? storedOf(graph, uses, node.inputs[0] ?? null) : null;
  if (source === null) return false;
  const [scale = 1] = source.quant.scale;
  const [zero = 0] = source.quant.zeroPoint;
  return scale * (-128 - zero) >= Number(node.attrs['min']) && scale * (127 - zero) <= Number(node.attrs['max']);
}

function withoutClip(graph: Graph, uses: Uses, node: Node): GraphPatch | null {
  const [output = ''] = node.outputs;
  const input: ValueId | null | undefined = node.inputs[0];
  if (!isImplied(graph, uses, node) || typeof input !== 'string' || graph.outputs.includes(output)) return null;
  return { remove: [node.id], redirect: new Map([[output, input]]) };
}

export const joinQuantize: Pass = {
  name: 'join-quantize',
  apply(graph): GraphPatch | null {
    const uses = usesOf(graph);
    for (const node of graph.nodes) {
      const patch = joined(graph, uses, node) ?? withoutClip(graph, uses, node);
      if (patch !== null) return patch;
    }
    return null;
  },
};
