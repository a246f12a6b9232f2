// Writes the precision decision into the graph as explicit QuantizeLinear / DequantizeLinear pairs around int8 nodes; the pass fuse-qdq then
// turns them into integer units. Knows no operator by name: roles come from the quant facet.
//   %y = Conv(%x, %w, %b)   ->   %y_f = Conv(DQ(Q(%x)), DQ(%w_q), DQ(%b_q)); %y = DQ(Q(%y_f))
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Graph, type Node, type QuantParams, type Value, type ValueId, makeNode, sameQuant, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { Fresh, applyPatch } from '../ir/patch.ts';
import type { QuantRole } from '../ops/op-def.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';
import { roundHalfEven } from '../numeric/rounding.ts';
import { meanShift } from './bias-correction.ts';
import { type RoundWeights, roundEach } from './compensate-rounding.ts';
import { type Filters, filtersOf } from './filters.ts';
import { type PrecisionMap, type Ranges, chooseScales } from './scales.ts';
import type { QuantScheme } from './scheme.ts';
import { stateMoves } from './state-moves.ts';
import { sourceValue } from './views.ts';
import { perChannel, quantizeBias, realWeights, scalesForAccumulator, weightScales } from './weights.ts';

export interface QuantizeOptions {
  readonly precision: PrecisionMap;
  readonly registry: OpRegistry;
  /** Mean of each channel by value: biases then make up for what rounding the weights adds to the mean. */
  readonly means?: ReadonlyMap<ValueId, ArrayLike<number>>;
  readonly scheme?: QuantScheme;
  /** How weights are rounded; each by itself by default. */
  readonly round?: RoundWeights;
  /** Whether the caller takes outputs in float: units whose kernels convert then write them from their accumulators, unrounded. */
  readonly floatOutputs?: boolean;
}

interface InputUse {
  readonly id: ValueId;
  readonly role: QuantRole | null;
  /** Of the node's weights, where it has any. */
  readonly scales: readonly number[];
  /** The scale that the node's shared inputs must have. */
  readonly tied: QuantParams | null;
}

class Inserter {
  readonly nodes: Node[] = [];
  readonly values: Value[] = [];
  readonly #graph: Graph;
  readonly #fresh: Fresh;
  readonly #scales: ReadonlyMap<ValueId, QuantParams>;
  readonly #options: QuantizeOptions;
  /** Dequantized copy of each value that int8 nodes read, by value and scale, where none computes it at that scale. */
  readonly #copies = new Map<string, ValueId>();
  readonly #int8Outputs: Set<ValueId>;
  /** Values that a float node reads, or a caller in float. */
  readonly #readInFloat: ReadonlySet<ValueId>;

  constructor(graph: Graph, scales: ReadonlyMap<ValueId, QuantParams>, options: QuantizeOptions) {
    this.#graph = graph;
    this.#fresh = new Fresh(graph);
    this.#scales = scales;
    this.#options = options;
    this.#int8Outputs = new Set(graph.nodes.filter((n) => options.precision.get(n.id) === 'int8').flatMap((n) => scaledOutputs(graph, n, options.registry)));
    const float = graph.nodes.filter((n) => options.precision.get(n.id) !== 'int8').flatMap((n) => n.inputs.flatMap((id) => id ?? []));
    this.#readInFloat = new Set(options.floatOutputs === true ? [...float, ...graph.outputs] : float.filter((id) => !graph.outputs.includes(id)));
    const converting = graph.nodes.filter((n) => opOf(options.registry, n).quant?.converts === true).flatMap((n) => n.outputs);
    for (const id of converting) if (this.#readInFloat.has(id)) this.#int8Outputs.delete(id);
  }

  insert(given: Node): void {
    const node = this.#withFloatInput(given);
    const roles = opOf(this.#options.registry, node).quant?.roles({ ...contextOf(this.#graph, given), attrs: node.attrs });
    invariant(roles !== undefined, `${node.op} has no quant facet`);
    const weightIndex = roles.inputs.findIndex((r) => r?.kind === 'weight');
    const scales = weightIndex < 0 ? [] : this.#scalesOfWeights(node, weightIndex, roles.inputs);
    const shared = roles.outputs.findIndex((r) => r?.kind === 'shared');
    const tied = shared < 0 ? null : this.#quantOf(node.outputs[shared] ?? '');
    const inputs = node.inputs.map((id, i) => (id === null ? null : this.#input(node, { id, role: roles.inputs[i] ?? null, scales, tied })));
    const outputs = node.outputs.map((id, i) => (roles.outputs[i] === null ? id : this.#output(id, node)));
    this.nodes.push(makeNode({ ...node, id: this.#fresh.nodeId(), inputs, outputs }));
  }

  /** The node with attributes and input under which it reads float, where its record knows such a form and float is what there is, but for views.
   * Callers that take outputs in float give inputs in float. */
  #withFloatInput(node: Node): Node {
    const [input] = node.inputs;
    const facet = opOf(this.#options.registry, node).quant;
    if (facet?.readsFloat === undefined || typeof input !== 'string' || this.#options.floatOutputs !== true) return node;
    const source = sourceValue(this.#graph, input, this.#options.registry);
    const { scale: [scale = 1], zeroPoint: [zero = 0] } = this.#quantOf(input);
    if (this.#int8Outputs.has(source) || valueOf(this.#graph, source).data !== undefined) return node;
    const attrs = facet.readsFloat(node.attrs, { min: scale * (-128 - zero), max: scale * (127 - zero) });
    return makeNode({ ...node, attrs, inputs: [source === input ? source : this.#viewOf(source, input, node), ...node.inputs.slice(1)] });
  }

  /** `source` in the shape of `view`, in float. */
  #viewOf(source: ValueId, view: ValueId, reader: Node): ValueId {
    const output = this.#fresh.valueId(`${view}_f`);
    const shape = shapeOf(valueOf(this.#graph, view));
    this.values.push({ id: output, dtype: 'f32', shape });
    this.nodes.push(makeNode({ id: this.#fresh.nodeId(), op: 'Reshape', domain: '', attrs: { shape }, inputs: [source], outputs: [output], origin: reader.origin }));
    return output;
  }

  #quantOf(id: ValueId): QuantParams {
    const quant = this.#scales.get(id);
    invariant(quant !== undefined, `value '${id}' has no scale`);
    return quant;
  }

  #inputScale(node: Node, index: number): number {
    return this.#quantOf(node.inputs[index] ?? '').scale[0] ?? 1;
  }

  #scalesOfWeights(node: Node, index: number, roles: readonly (QuantRole | null)[]): number[] {
    const weights = valueOf(this.#graph, node.inputs[index] ?? '');
    invariant(weights.data instanceof Float32Array, 'weights are f32 constants');
    const scales = weightScales(weights.data, shapeOf(weights)[0] ?? 1, this.#options.scheme);
    const bias = roles.findIndex((r) => r?.kind === 'bias');
    const data = bias < 0 ? undefined : valueOf(this.#graph, node.inputs[bias] ?? '').data;
    const activation = roles.findIndex((r) => r?.kind === 'activation');
    return scalesForAccumulator(scales, {
      bias: data instanceof Float32Array ? data : null,
      inputScale: this.#inputScale(node, activation),
      outputScale: this.#quantOf(node.outputs[0] ?? '').scale[0] ?? 1,
      ...(this.#options.scheme ? { scheme: this.#options.scheme } : {}),
    });
  }

  #input(node: Node, use: InputUse): ValueId {
    const { id, role, scales, tied } = use;
    if (role === null) return id;
    const value = valueOf(this.#graph, id);
    if (role.kind === 'weight') {
      return this.#constant(value, { data: this.#rounded(node, scales).quantized, dtype: 'i8', quant: perChannel(scales) }, node);
    }
    if (role.kind === 'bias') {
      const inputScale = this.#inputScale(node, role.activation);
      invariant(value.data instanceof Float32Array, 'biases are f32 constants');
      return this.#constant(value, { data: quantizeBias(this.#corrected(node, value.data, scales), inputScale, scales), dtype: 'i32', quant: perChannel(scales.map((s) => s * inputScale)) }, node);
    }
    const own = this.#quantOf(id);
    const quant = role.kind === 'shared' && tied !== null ? tied : own;
    return this.#int8Outputs.has(id) && sameQuant(own, quant) ? id : this.#copyOf(value, quant, node);
  }

  /** The bias less the shift that rounding the weights adds to each output's mean. */
  #corrected(node: Node, bias: Float32Array, scales: readonly number[]): ArrayLike<number> {
    const { filters, quantized, input } = this.#rounded(node, scales);
    const mean = this.#options.means?.get(input);
    if (mean === undefined) return bias;
    const shift = meanShift(filters, realWeights(quantized, scales), mean);
    return Float64Array.from(bias, (b, c) => b - (shift[c] ?? 0));
  }

  /** The node's weights in int8. */
  #rounded(node: Node, scales: readonly number[]): { filters: Filters; quantized: Int8Array; input: ValueId } {
    const roles = opOf(this.#options.registry, node).quant?.roles(contextOf(this.#graph, node)).inputs ?? [];
    const index = roles.findIndex((r) => r?.kind === 'weight');
    const role = roles[index];
    const weights = valueOf(this.#graph, node.inputs[index] ?? '').data;
    invariant(role?.kind === 'weight' && weights instanceof Float32Array, 'weights are f32 constants');
    const filters = filtersOf(weights, scales.length, role);
    const input = node.inputs[roles.findIndex((r) => r?.kind === 'activation')] ?? '';
    return { filters, input, quantized: (this.#options.round ?? roundEach)({ filters, scales, input, output: node.outputs[0] ?? '' }) };
  }

  #constant(value: Value, q: Pick<Value, 'dtype'> & { data: Int8Array | Int32Array; quant: QuantParams }, reader: Node): ValueId {
    const id = this.#fresh.valueId(`${value.id}_q`);
    this.values.push({ id, dtype: q.dtype, shape: shapeOf(value), data: q.data, quant: q.quant });
    return this.#dequantized(id, value, reader);
  }

  #copyOf(value: Value, quant: QuantParams, reader: Node): ValueId {
    const key = `${value.id} ${quant.scale[0]} ${quant.zeroPoint[0]}`;
    const known = this.#copies.get(key);
    if (known !== undefined) return known;
    const id = this.#fresh.valueId(`${value.id}_q`);
    if (value.data instanceof Float32Array) {
      const [scale = 1] = quant.scale;
      const [zero = 0] = quant.zeroPoint;
      const data = Int8Array.from(value.data, (v) => Math.max(-128, Math.min(127, roundHalfEven(v / scale) + zero)));
      this.values.push({ id, dtype: 'i8', shape: shapeOf(value), data, quant });
    } else {
      this.values.push({ id, dtype: 'i8', shape: shapeOf(value), quant });
      this.#node('QuantizeLinear', value.id, { output: id, like: reader });
    }
    const copy = this.#dequantized(id, value, reader);
    this.#copies.set(key, copy);
    return copy;
  }

  /** The node writes a raw value; Q and DQ restore the name that everybody else reads. A value that float nodes read too is not rounded for them where
   * its node can write float. */
  #output(id: ValueId, node: Node): ValueId {
    if (this.#readInFloat.has(id) && opOf(this.#options.registry, node).quant?.converts === true) return id;
    const value = valueOf(this.#graph, id);
    const raw = this.#fresh.valueId(`${id}_f`);
    const q = this.#fresh.valueId(`${id}_q`);
    this.values.push({ id: raw, dtype: 'f32', shape: shapeOf(value) }, { id: q, dtype: 'i8', shape: shapeOf(value), quant: this.#quantOf(id) });
    this.#node('QuantizeLinear', raw, { output: q, like: node });
    this.#node('DequantizeLinear', q, { output: id, like: node });
    return raw;
  }

  #dequantized(id: ValueId, like: Value, reader: Node): ValueId {
    const output = this.#fresh.valueId(`${like.id}_dq`);
    this.values.push({ id: output, dtype: 'f32', shape: shapeOf(like) });
    this.#node('DequantizeLinear', id, { output, like: reader });
    return output;
  }

  #node(op: string, input: ValueId, made: { output: ValueId; like: Node }): void {
    this.nodes.push(makeNode({ id: this.#fresh.nodeId(), op, domain: 'quantune', attrs: {}, inputs: [input], outputs: [made.output], origin: made.like.origin }));
  }
}

/** Outputs of a node that its integer form stores in int8. */
function scaledOutputs(graph: Graph, node: Node, registry: OpRegistry): ValueId[] {
  const roles = opOf(registry, node).quant?.roles(contextOf(graph, node)).outputs;
  return node.outputs.filter((_, i) => roles?.[i] !== null);
}

/** Graph with Q/DQ pairs around every node that `precision` marks int8. */
export function insertQdq(graph: Graph, ranges: Ranges, options: QuantizeOptions): Graph {
  const int8 = graph.nodes.filter((n) => options.precision.get(n.id) === 'int8');
  if (int8.length === 0) return graph;
  const inserter = new Inserter(graph, chooseScales(graph, ranges, options), options);
  for (const node of int8) inserter.insert(node);
  return applyPatch(graph, { remove: int8.map((n) => n.id), nodes: inserter.nodes, values: inserter.values });
}

/** Every node with an integer form in int8, the others, and what moves states, in float. */
export function allInt8(graph: Graph, registry: OpRegistry): Map<number, 'int8' | 'float'> {
  const readers = usesOf(graph).readers;
  const kept = stateMoves(graph, registry);
  return new Map(graph.nodes.map((node) => {
    const facet = opOf(registry, node).quant;
    const types = contextOf(graph, node);
    const isFloat = node.outputs.every((id) => valueOf(graph, id).dtype === 'f32' && (readers.has(id) || graph.outputs.includes(id)));
    return [node.id, facet !== undefined && isFloat && !kept.has(node.id) && facet.supports(types) ? 'int8' : 'float'];
  }));
}
