// Gives the constants of a quantized model their stored form, where the unit that reads them can become integer: weights int8 as they were, biases int32 at
// scale_x * scale_w, other operands int8 on their grid. loadConstants turns back what no unit took.
//   Conv(DQ(%x), const %w f32 on a grid, const %b f32)   ->   Conv(DQ(%x), DQ(const %w i8), DQ(const %b i32))
import { type Graph, type Node, type QuantParams, type Uses, type Value, type ValueId, constantOf, makeNode, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import type { QuantRole } from '../ops/op-def.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';
import { dequantized, quantized } from '../ops/shared/quantization.ts';
import type { Pass } from './pass.ts';
import { isOwn, storedOf } from './shared/own-conversion.ts';

interface Stored {
  readonly dtype: 'i8' | 'i16' | 'i32';
  readonly quant: QuantParams;
}

/** Outputs whose weights are all zero may have any scale; exporters write 1, which would leave no shift to the other outputs' multipliers. They get the
 * largest of those. */
function withScalesOfZeros(quant: QuantParams, data: ArrayLike<number | bigint>): QuantParams {
  const taps = data.length / quant.scale.length;
  const isZero = quant.scale.map((_, c) => Array.from({ length: taps }, (_unused, i) => data[c * taps + i]).every((w) => w === 0));
  const largest = quant.scale.reduce((max, s, c) => (isZero[c] === true ? max : Math.max(max, s)), 0);
  return largest === 0 ? quant : { ...quant, scale: quant.scale.map((s, c) => (isZero[c] === true ? largest : s)) };
}

/** Weights are stored less their zero points, with one scale, or one for each output: in 8 bits where that holds them all, in 16 where that does. */
function weightForm(value: Value): Stored | null {
  const { quant, data } = value;
  const tensor = constantOf(value);
  if (quant === undefined || data === undefined || tensor === null || (quant.axis !== null && quant.axis !== 0)) return null;
  const centred = { ...quant, zeroPoint: quant.zeroPoint.map(() => 0) };
  const form: Stored = { dtype: 'i8', quant: quant.axis === null ? centred : withScalesOfZeros(centred, data) };
  const numbers = quantized(tensor, 'i32', centred).data;
  const within = (limit: number): boolean => numbers.every((v) => v >= -limit && v < limit);
  return within(128) ? form : within(32768) ? { ...form, dtype: 'i16' } : null;
}

/** A bias on the grid of the accumulators. Null where an element would leave int32. */
function biasForm(graph: Graph, uses: Uses, node: Node, { role, bias }: { role: Extract<QuantRole, { kind: 'bias' }>; bias: Value }): Stored | null {
  const input = storedOf(graph, uses, node.inputs[role.activation] ?? null);
  const weights = node.inputs[role.weight];
  const quant = typeof weights === 'string' ? weightForm(valueOf(graph, weights))?.quant : undefined;
  if (input === null || quant === undefined) return null;
  const count = shapeOf(bias)[0] ?? 1;
  const scale = Array.from({ length: count }, (_, c) => (input.quant.scale[0] ?? 1) * (quant.scale[quant.axis === null ? 0 : c] ?? 1));
  const fits = scale.every((s, c) => Math.abs(Number(bias.data?.[c] ?? 0) / s) < 2 ** 31);
  return fits ? { dtype: 'i32', quant: { scale, zeroPoint: scale.map(() => 0), axis: 0 } } : null;
}

function formOf(graph: Graph, uses: Uses, node: Node, { role, value }: { role: QuantRole; value: Value }): Stored | null {
  if (value.data === undefined || value.dtype !== 'f32') return null;
  if (role.kind === 'weight') return weightForm(value);
  if (role.kind === 'bias') return biasForm(graph, uses, node, { role, bias: value });
  return value.quant !== undefined && value.quant.axis === null ? { dtype: 'i8', quant: value.quant } : null;
}

interface Additions {
  readonly nodes: Node[];
  readonly values: Value[];
  readonly fresh: Fresh;
}

function store(value: Value, { dtype, quant }: Stored, reader: Node, { nodes, values, fresh }: Additions): ValueId {
  const [stored, loaded] = [fresh.valueId(`${value.id}_q`), fresh.valueId(`${value.id}_dq`)];
  const tensor = constantOf(value);
  if (tensor === null) return value.id;
  values.push({ id: stored, dtype, shape: tensor.shape, data: quantized(tensor, dtype, quant).data, quant }, { id: loaded, dtype: 'f32', shape: tensor.shape });
  nodes.push(makeNode({ id: fresh.nodeId(), op: 'DequantizeLinear', domain: 'quantune', attrs: {}, inputs: [stored], outputs: [loaded], origin: reader.origin }));
  return loaded;
}

/** Reads constants in their stored form, where all that have a role have one. */
function withStored(graph: Graph, uses: Uses, node: Node, { registry, add }: { registry: OpRegistry; add: Additions }): Node | null {
  const roles = node.domain === 'quantune' ? undefined : opOf(registry, node).quant?.roles(contextOf(graph, node)).inputs;
  if (roles === undefined) return null;
  const forms = node.inputs.map((id, i) => {
    const role = roles[i];
    return id === null || !role ? null : formOf(graph, uses, node, { role, value: valueOf(graph, id) });
  });
  const ready = node.inputs.every((id, i) => id === null || !roles[i] || forms[i] !== null || storedOf(graph, uses, id) !== null);
  if (!ready || forms.every((f) => f === null)) return null;
  const inputs = node.inputs.map((id, i) => {
    const form = forms[i];
    return id === null || !form ? id : store(valueOf(graph, id), form, node, add);
  });
  return makeNode({ ...node, id: add.fresh.nodeId(), inputs });
}

export const storeConstants: Pass = {
  name: 'store-constants',
  apply(graph, { registry }): GraphPatch | null {
    const uses = usesOf(graph);
    const add: Additions = { nodes: [], values: [], fresh: new Fresh(graph) };
    const remove: number[] = [];
    for (const node of graph.nodes) {
      const made = withStored(graph, uses, node, { registry, add });
      if (made === null) continue;
      remove.push(node.id);
      add.nodes.push(made);
    }
    return remove.length === 0 ? null : { remove, nodes: add.nodes, values: add.values };
  },
};

export const loadConstants: Pass = {
  name: 'load-constants',
  apply(graph): GraphPatch | null {
    const left = graph.nodes.filter((n) => isOwn(n, 'DequantizeLinear') && valueOf(graph, n.inputs[0] ?? '').data !== undefined);
    const values = left.flatMap((node): Value[] => {
      const { quant, ...stored } = valueOf(graph, node.inputs[0] ?? '');
      const tensor = constantOf(stored);
      const [id = ''] = node.outputs;
      return tensor && quant ? [{ id, dtype: 'f32', shape: tensor.shape, data: dequantized(tensor, quant).data }] : [];
    });
    return left.length === 0 ? null : { remove: left.map((n) => n.id), values };
  },
};
