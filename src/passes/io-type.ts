// Gives graph inputs and outputs the element type the user asked for: the conversions at the boundary go to the caller.
//   input %x f32; %x_q = Q(%x)    ->   input %x i8 (scale, zero point)            --io-type int8
//   output %y f32 = DQ(%y_q)      ->   output %y u8; %y = FlipSign(%y_q)          --io-type uint8
import { type Graph, type Node, type QuantParams, type Value, type ValueId, makeNode, usesOf, valueOf } from '../ir/graph.ts';
import { Fresh, applyPatch } from '../ir/patch.ts';

export type IoType = 'float' | 'int8' | 'uint8';

function unsigned(quant: QuantParams | undefined): { quant?: QuantParams } {
  return quant === undefined ? {} : { quant: { ...quant, zeroPoint: quant.zeroPoint.map((z) => z + 128) } };
}

/** Values whose boundary conversion can go: inputs read by QuantizeLinear only, outputs written by DequantizeLinear. Others stay float. `type`: of all, or by
 * name, float where not listed. What a caller hands on from run to run stays float. */
export function applyIoType(graph: Graph, type: IoType | ReadonlyMap<ValueId, IoType>): Graph {
  const states = new Set([...(graph.states ?? [])].flat());
  const of = (id: ValueId): IoType => (states.has(id) ? 'float' : typeof type === 'string' ? type : (type.get(id) ?? 'float'));
  const withInputs = graph.inputs.reduce((g, id) => convertInput(g, id, of(id)), graph);
  return withInputs.outputs.reduce((g, id) => convertOutput(g, id, of(id)), withInputs);
}

function flipSign(graph: Graph, from: ValueId, to: ValueId, like: Node): Node {
  return makeNode({ id: new Fresh(graph).nodeId(), op: 'FlipSign', domain: 'quantune', attrs: {}, inputs: [from], outputs: [to], origin: like.origin });
}

function convertInput(graph: Graph, id: ValueId, type: IoType): Graph {
  const readers = usesOf(graph).readers.get(id) ?? [];
  const [quantizer] = readers;
  const output = quantizer?.outputs[0];
  if (type === 'float' || readers.length !== 1 || quantizer?.op !== 'QuantizeLinear' || output === undefined) return graph;
  const stored = valueOf(graph, output);
  if (type === 'uint8') {
    const input: Value = { ...stored, id, dtype: 'u8', ...unsigned(stored.quant) };
    return applyPatch(graph, { remove: [quantizer.id], values: [input], nodes: [flipSign(graph, id, output, quantizer)] });
  }
  return applyPatch(graph, { remove: [quantizer.id], values: [{ ...stored, id }], redirect: new Map([[output, id]]) });
}

function convertOutput(graph: Graph, id: ValueId, type: IoType): Graph {
  const uses = usesOf(graph);
  const producer = uses.producer.get(id);
  const input = producer?.inputs[0];
  const read = (uses.readers.get(id) ?? []).length > 0;
  if (type === 'float' || producer?.op !== 'DequantizeLinear' || typeof input !== 'string' || read || !uses.producer.has(input) || graph.outputs.includes(input)) return graph;
  const stored = valueOf(graph, input);
  if (type === 'uint8') {
    const output: Value = { ...stored, id, dtype: 'u8', ...unsigned(stored.quant) };
    return applyPatch(graph, { remove: [producer.id], values: [output], nodes: [flipSign(graph, input, id, producer)] });
  }
  return applyPatch(graph, { remove: [producer.id], redirect: new Map([[id, input]]) });
}
