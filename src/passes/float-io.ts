// Gives a quantized model float inputs and outputs, with the conversions inside, so that every later stage sees real numbers at the boundary; the types that
// the model declares are kept, and io-type takes the conversions away again.
//   input %x u8; %y = DequantizeLinear(%x, s, z)   ->   input %x f32; %q = QuantizeLinear(%x, s, z); %y = DequantizeLinear(%q, s, z)
//   output %y i8 (scale, zero point)               ->   output %y f32; %y = quantune::DequantizeLinear(%y_q)
import { type Graph, type Node, type Value, type ValueId, makeNode, makeValue, usesOf, valueOf } from '../ir/graph.ts';
import { Fresh, applyPatch } from '../ir/patch.ts';
import type { DType } from '../ir/dtype.ts';

function isStored(dtype: DType): boolean {
  return dtype === 'i8' || dtype === 'u8';
}

/** The first DequantizeLinear that reads an 8-bit input; null where the input is float, or where something else reads it too. */
function dequantizerOf(graph: Graph, id: ValueId): Node | null {
  const readers = usesOf(graph).readers.get(id) ?? [];
  const isRead = readers.length > 0 && readers.every((n) => n.op === 'DequantizeLinear' && n.inputs[0] === id && n.domain !== 'quantune');
  return isRead && isStored(valueOf(graph, id).dtype) ? (readers[0] ?? null) : null;
}

function floatInput(graph: Graph, id: ValueId): Graph {
  const reader = dequantizerOf(graph, id);
  if (reader === null) return graph;
  const fresh = new Fresh(graph);
  const stored = fresh.valueId(`${id}_q`);
  const value = valueOf(graph, id);
  const quantizer = makeNode({ ...reader, id: fresh.nodeId(), op: 'QuantizeLinear', inputs: [id, ...reader.inputs.slice(1)], outputs: [stored] });
  const nodes = graph.nodes.map((n) => (n.inputs[0] === id && n.op === 'DequantizeLinear' ? makeNode({ ...n, inputs: [stored, ...n.inputs.slice(1)] }) : n));
  const values = new Map(graph.values).set(id, makeValue({ ...value, dtype: 'f32' })).set(stored, makeValue({ id: stored, dtype: 'f32', shape: null }));
  return { ...graph, nodes: [quantizer, ...nodes], values };
}

/** `after` with the types that `before` had and `after` has not. */
function declaring(before: Graph, after: Graph, ids: readonly ValueId[]): Graph {
  const types = ids.filter((id) => isStored(valueOf(before, id).dtype) && !isStored(valueOf(after, id).dtype)).map((id): [ValueId, DType] => [id, valueOf(before, id).dtype]);
  return types.length === 0 ? after : { ...after, declared: new Map([...(before.declared ?? []), ...types]) };
}

/** An imported graph with float inputs. */
export function floatInputs(graph: Graph): Graph {
  return declaring(graph, graph.inputs.reduce(floatInput, graph), graph.inputs);
}

function floatOutput(graph: Graph, id: ValueId): Graph {
  const value = valueOf(graph, id);
  const uses = usesOf(graph);
  const producer = uses.producer.get(id);
  if (!isStored(value.dtype) || value.quant === undefined || producer === undefined) return graph;
  const fresh = new Fresh(graph);
  const stored = fresh.valueId(`${id}_q`);
  const renamed = (node: Node): Node => makeNode({ ...node, id: fresh.nodeId(), inputs: node.inputs.map((i) => (i === id ? stored : i)), outputs: node.outputs.map((o) => (o === id ? stored : o)) });
  const changed = [producer, ...(uses.readers.get(id) ?? [])];
  const values: Value[] = [{ ...value, id: stored }, { id, dtype: 'f32', shape: value.shape }];
  const dequantizer = makeNode({ id: fresh.nodeId(), op: 'DequantizeLinear', domain: 'quantune', attrs: {}, inputs: [stored], outputs: [id], origin: producer.origin });
  return applyPatch(graph, { remove: changed.map((n) => n.id), nodes: [...new Set(changed)].map(renamed).concat(dequantizer), values });
}

/** An inferred graph with float outputs. */
export function floatOutputs(graph: Graph): Graph {
  return declaring(graph, graph.outputs.reduce(floatOutput, graph), graph.outputs);
}
