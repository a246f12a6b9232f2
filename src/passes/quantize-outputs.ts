// Quantizes outputs behind the last QuantizeLinear of a model that is quantized already, where the operator alone fixes their scale (Softmax), so that a
// network with int8 outputs has no float in it.
//   output %y = Softmax(DQ(%x))   ->   output %y = DQ(Q(Softmax(DQ(%x))))   (scale 1/256, zero point -128)
import { type Graph, type Node, type Value, type ValueId, makeNode, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { Fresh, applyPatch } from '../ir/patch.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';
import { storedOf } from './shared/own-conversion.ts';

function quantizeOutput(graph: Graph, id: ValueId, registry: OpRegistry): Graph {
  const uses = usesOf(graph);
  const producer = uses.producer.get(id);
  const roles = producer && opOf(registry, producer).quant?.roles(contextOf(graph, producer));
  const role = roles?.outputs[0];
  if (!producer || role?.kind !== 'fixed' || uses.readers.has(id) || producer.inputs.some((i) => storedOf(graph, uses, i) === null)) return graph;
  const fresh = new Fresh(graph);
  const shape = shapeOf(valueOf(graph, id));
  const [real, stored] = [fresh.valueId(`${id}_f`), fresh.valueId(`${id}_q`)];
  const values: Value[] = [{ id: real, dtype: 'f32', shape }, { id: stored, dtype: 'i8', shape, quant: { scale: [role.scale], zeroPoint: [role.zeroPoint], axis: null } }];
  const made = (op: string, input: ValueId, output: ValueId): Node => makeNode({ id: fresh.nodeId(), op, domain: 'quantune', attrs: {}, inputs: [input], outputs: [output], origin: producer.origin });
  const nodes = [makeNode({ ...producer, id: fresh.nodeId(), outputs: [real] }), made('QuantizeLinear', real, stored), made('DequantizeLinear', stored, id)];
  return applyPatch(graph, { remove: [producer.id], nodes, values });
}

export function quantizeOutputs(graph: Graph, registry: OpRegistry): Graph {
  return graph.outputs.reduce((g, id) => quantizeOutput(g, id, registry), graph);
}
