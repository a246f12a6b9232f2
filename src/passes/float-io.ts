// Gives a quantized model float inputs and outputs, with the conversions inside, so that every later stage sees real numbers at the boundary; the types that
// the model declares are kept, and io-type takes the conversions away again.
//   input %x u8 (scale, zero point)    ->   input %x f32; %x_q = quantune::QuantizeLinear(%x)
//   output %y i8 (scale, zero point)   ->   output %y f32; %y = quantune::DequantizeLinear(%y_q)
import type { DType } from '../ir/dtype.ts';
import { type Graph, type Node, type QuantParams, type Uses, type Value, type ValueId, makeNode, makeValue, sameQuant, usesOf, valueOf } from '../ir/graph.ts';
import { Fresh, applyPatch } from '../ir/patch.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';

function isStored(dtype: DType): boolean {
  return dtype === 'i8' || dtype === 'u8';
}

/** Whether the output is the input's elements, moved. */
function moves(graph: Graph, node: Node, registry: OpRegistry): boolean {
  const [input] = node.inputs;
  const roles = opOf(registry, node).quant?.roles(contextOf(graph, node));
  const isSame = typeof input === 'string' && valueOf(graph, input).dtype === valueOf(graph, node.outputs[0] ?? '').dtype;
  return isSame && roles?.outputs.every((r) => r?.kind === 'shared') === true;
}

/** The scale that a reader gives an 8-bit value, right away or behind what moves its elements; null where none does, or readers disagree. */
function quantBehind(graph: Graph, uses: Uses, id: ValueId, registry: OpRegistry): QuantParams | null {
  const value = valueOf(graph, id);
  if (value.quant !== undefined) return value.quant;
  const found = (uses.readers.get(id) ?? []).map((node) => (moves(graph, node, registry) ? quantBehind(graph, uses, node.outputs[0] ?? '', registry) : null));
  const [first = null] = found;
  return first !== null && found.every((q) => q !== null && sameQuant(first, q)) ? first : null;
}

/** Values of the same elements as `id`, that included. */
function movedFrom(graph: Graph, uses: Uses, id: ValueId, registry: OpRegistry): ValueId[] {
  const moved = (uses.readers.get(id) ?? []).filter((node) => moves(graph, node, registry)).flatMap((node) => node.outputs);
  return [id, ...moved.flatMap((to) => movedFrom(graph, uses, to, registry))];
}

function floatInput(graph: Graph, id: ValueId, registry: OpRegistry): Graph {
  const uses = usesOf(graph);
  const value = valueOf(graph, id);
  const quant = isStored(value.dtype) ? quantBehind(graph, uses, id, registry) : null;
  const [reader] = uses.readers.get(id) ?? [];
  if (quant === null || reader === undefined) return graph;
  const fresh = new Fresh(graph);
  const stored = fresh.valueId(`${id}_q`);
  const values = new Map(graph.values);
  for (const to of movedFrom(graph, uses, id, registry)) values.set(to, makeValue({ ...valueOf(graph, to), quant }));
  values.set(id, makeValue({ id, dtype: 'f32', shape: value.shape })).set(stored, makeValue({ ...value, id: stored, quant }));
  const quantizer = makeNode({ id: fresh.nodeId(), op: 'QuantizeLinear', domain: 'quantune', attrs: {}, inputs: [id], outputs: [stored], origin: reader.origin });
  const nodes = graph.nodes.map((n) => (n.inputs.includes(id) ? makeNode({ ...n, inputs: n.inputs.map((i) => (i === id ? stored : i)) }) : n));
  return { ...graph, nodes: [quantizer, ...nodes], values };
}

/** `after` with the types that `before` had and `after` has not. */
function declaring(before: Graph, after: Graph, ids: readonly ValueId[]): Graph {
  const types = ids.filter((id) => isStored(valueOf(before, id).dtype) && !isStored(valueOf(after, id).dtype)).map((id): [ValueId, DType] => [id, valueOf(before, id).dtype]);
  return types.length === 0 ? after : { ...after, declared: new Map([...(before.declared ?? []), ...types]) };
}

/** An inferred graph with float inputs. */
export function floatInputs(graph: Graph, registry: OpRegistry): Graph {
  return declaring(graph, graph.inputs.reduce((g, id) => floatInput(g, id, registry), graph), graph.inputs);
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
