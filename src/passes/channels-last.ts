// Rewrites the graph so that images are NHWC inside. Each value is tracked as (stored value, permutation); operators that commute with a
// transposition take the permuted form, Transpose and Reshape nodes only change what is tracked, and a real Transpose appears where some
// reader needs the original order (graph inputs and outputs, a Reshape that joins dimensions which are stored apart).
//   %a = Conv(%x); %y = Add(%a, %b)   ->   %x1 = Transpose(%x); %a1 = Conv(%x1) {layout: nhwc}; %y1 = Add(%a1, %b1); %y = Transpose(%y1)
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Attrs, type Graph, type Node, type Value, type ValueId, constantOf, makeNode, shapeOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import type { Shape } from '../ir/tensor.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';
import type { Pass } from './pass.ts';
import { trackReshape } from './shared/tracked-reshape.ts';

type Permutation = readonly number[];

/** original = transpose(stored, perm); perm null: stored as it was. */
interface Stored {
  readonly id: ValueId;
  readonly perm: Permutation | null;
}

const FROM_NHWC: Permutation = [0, 3, 1, 2];

function compose(outer: Permutation, inner: Permutation): Permutation | null {
  const both = outer.map((p) => inner[p] ?? 0);
  return both.every((p, i) => p === i) ? null : both;
}

function inverse(perm: Permutation): Permutation {
  return perm.map((_, i) => perm.indexOf(i));
}

function permuted(shape: Shape, perm: Permutation): number[] {
  return perm.map((p) => shape[p] ?? 1);
}

/** Whether transposing `shape` by `perm` leaves the row-major order of its elements as it is (only unit dimensions move). */
function movesOnlyUnits(shape: Shape, perm: Permutation): boolean {
  const wide = perm.filter((p) => shape[p] !== 1);
  return wide.every((p, i) => i === 0 || p > (wide[i - 1] ?? -1));
}

/** A value whose axes move: one scale for all elements stays, one for each slice of an axis does not. */
function moved(value: Value): Value {
  const { quant, ...rest } = value;
  return quant?.axis === null ? value : rest;
}

/** One sweep over a graph; collects what the patch will add. */
class Sweep {
  readonly nodes: Node[] = [];
  readonly values: Value[] = [];
  readonly #graph: Graph;
  readonly #registry: OpRegistry;
  readonly #fresh: Fresh;
  readonly #stored = new Map<ValueId, Stored>();
  /** Materialised transpositions, by stored value and permutation. */
  readonly #made = new Map<string, ValueId>();
  readonly #added = new Map<ValueId, Value>();

  constructor(graph: Graph, registry: OpRegistry) {
    this.#graph = graph;
    this.#registry = registry;
    this.#fresh = new Fresh(graph);
  }

  run(): GraphPatch {
    for (const node of this.#graph.nodes) this.#visit(node);
    for (const id of this.#graph.outputs) this.#deliver(id);
    return { remove: this.#graph.nodes.map((n) => n.id), nodes: this.nodes, values: this.values };
  }

  #value(id: ValueId): Value {
    return this.#added.get(id) ?? valueOf(this.#graph, id);
  }

  #add(value: Value): ValueId {
    this.#added.set(value.id, value);
    this.values.push(value);
    return value.id;
  }

  #of(id: ValueId): Stored {
    return this.#stored.get(id) ?? { id, perm: null };
  }

  #visit(node: Node): void {
    const def = opOf(this.#registry, node);
    const last = node.attrs['layout'] === 'nchw' ? (def.channelsLast?.(node.attrs) ?? null) : null;
    if (last !== null) {
      this.#emit(node, { attrs: last, perm: FROM_NHWC, inputs: node.inputs.map((id, i) => (id === null ? null : this.#as(id, i === 0 ? FROM_NHWC : null, node))) });
      return;
    }
    if (node.op === 'Transpose' && node.domain === '') return this.#transposed(node);
    if (node.op === 'Reshape' && node.domain === '') return this.#reshaped(node);
    const perm = node.inputs.map((id) => (id === null ? null : this.#of(id).perm)).find((p) => p !== null);
    const attrs = perm === undefined || perm === null ? null : this.#permutedAttrs(node, perm);
    if (perm === undefined || perm === null || attrs === null) this.#emit(node, { attrs: node.attrs, perm: null, inputs: node.inputs.map((id) => (id === null ? null : this.#as(id, null, node))) });
    else this.#emit(node, { attrs, perm, inputs: node.inputs.map((id) => (id === null ? null : this.#as(id, perm, node))) });
  }

  /** Attributes under which the operator works on values stored so that original = transpose(stored, perm). */
  #permutedAttrs(node: Node, perm: Permutation): Attrs | null {
    const def = opOf(this.#registry, node);
    const rank = shapeOf(valueOf(this.#graph, node.outputs[0] ?? '')).length;
    if (def.permute === undefined || rank !== perm.length || node.outputs.length !== 1) return null;
    return def.permute(node.attrs, inverse(perm), contextOf(this.#graph, node).inputs);
  }

  #transposed(node: Node): void {
    const [input] = node.inputs;
    const perm = node.attrs['perm'];
    invariant(typeof input === 'string' && Array.isArray(perm), 'Transpose has an input and a permutation');
    const source = this.#of(input);
    const wanted = perm.map(Number);
    const total = source.perm === null ? wanted : compose(wanted, source.perm);
    this.#stored.set(node.outputs[0] ?? '', { id: source.id, perm: total });
  }

  #reshaped(node: Node): void {
    const [input] = node.inputs;
    const [output = ''] = node.outputs;
    invariant(typeof input === 'string', 'Reshape has an input');
    const { perm } = this.#of(input);
    if (perm === null) return this.#emit(node, { attrs: node.attrs, perm: null, inputs: [this.#as(input, null, node)] });
    const shape = shapeOf(valueOf(this.#graph, output));
    const { before, after } = trackReshape(shapeOf(valueOf(this.#graph, input)), shape, inverse(perm));
    this.#emit(node, { attrs: { shape: permuted(shape, after) }, perm: compose(inverse(after), after.map((_, i) => i)), inputs: [this.#as(input, inverse(before), node)] });
  }

  #emit(node: Node, form: { attrs: Attrs; perm: Permutation | null; inputs: readonly (ValueId | null)[] }): void {
    const outputs = node.outputs.map((id) => {
      if (form.perm === null) return id;
      const value = valueOf(this.#graph, id);
      const stored = this.#add({ ...value, id: this.#fresh.valueId(`${id}_nhwc`), shape: permuted(shapeOf(value), inverse(form.perm)) });
      this.#stored.set(id, { id: stored, perm: form.perm });
      return stored;
    });
    this.nodes.push(makeNode({ ...node, id: this.#fresh.nodeId(), attrs: form.attrs, inputs: form.inputs, outputs }));
  }

  /** The id of a value that holds `id` stored under `perm` (original = transpose(stored, perm)). */
  #as(id: ValueId, perm: Permutation | null, reader: Node): ValueId {
    const from = this.#of(id);
    const value = this.#value(from.id);
    const rank = shapeOf(value).length;
    if (perm !== null && rank < perm.length) return this.#widened(id, perm, reader);
    const identity = Array.from({ length: rank }, (_, i) => i);
    // stored' = transpose(stored, step) with original = transpose(stored', perm) = transpose(stored, from.perm)
    const step = compose(perm === null ? identity : inverse(perm), from.perm ?? identity);
    return step === null ? from.id : this.#materialise(value, step, reader);
  }

  /** A constant of lower rank, broadcast by a permuted operator: give it all dimensions first. */
  #widened(id: ValueId, perm: Permutation, reader: Node): ValueId {
    const value = moved(this.#value(this.#as(id, null, reader)));
    const shape = [...new Array<number>(perm.length - shapeOf(value).length).fill(1), ...shapeOf(value)];
    const name = this.#fresh.valueId(`${id}_wide`);
    if (value.data !== undefined) this.#add({ ...value, id: name, shape });
    else this.nodes.push(this.#view(value, { ...value, id: this.#add({ ...value, id: name, shape }), shape }, reader));
    return this.#materialise(this.#value(name), inverse(perm), reader);
  }

  #materialise(value: Value, step: Permutation, reader: Node): ValueId {
    const key = `${value.id} ${step.join(',')}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const shape = permuted(shapeOf(value), step);
    const id = this.#fresh.valueId(`${value.id}_t`);
    this.#made.set(key, id);
    const result: Value = { ...moved(value), id, shape };
    const tensor = constantOf(value);
    if (tensor !== null) {
      const transpose = opOf(this.#registry, { ...reader, op: 'Transpose', domain: '' });
      const data = transpose.reference?.({ attrs: { perm: step }, inputs: [tensor], outputs: [{ dtype: value.dtype, shape }] })[0]?.data;
      invariant(data !== undefined, 'Transpose has a reference');
      return this.#add({ ...result, data });
    }
    this.#add(result);
    if (movesOnlyUnits(shapeOf(value), step)) this.nodes.push(this.#view(value, result, reader));
    else this.nodes.push(makeNode({ ...this.#bare(reader), op: 'Transpose', attrs: { perm: step }, inputs: [value.id], outputs: [id] }));
    return id;
  }

  #view(from: Value, to: Value, reader: Node): Node {
    return makeNode({ ...this.#bare(reader), op: 'Reshape', attrs: { shape: shapeOf(to) }, inputs: [from.id], outputs: [to.id] });
  }

  #bare(reader: Node): Omit<Node, 'op' | 'attrs' | 'inputs' | 'outputs'> {
    return { id: this.#fresh.nodeId(), domain: '', origin: reader.origin };
  }

  /** A graph output keeps its name and its original order. */
  #deliver(id: ValueId): void {
    const stored = this.#of(id);
    const producer = this.nodes.at(-1);
    if (stored.id === id || producer === undefined) return;
    const value = valueOf(this.#graph, id);
    const inner = this.#value(stored.id);
    const last = this.nodes.find((n) => n.outputs.includes(stored.id)) ?? producer;
    const node = this.#bare(last);
    const only = stored.perm === null || movesOnlyUnits(shapeOf(inner), stored.perm);
    if (only) this.nodes.push(makeNode({ ...node, op: 'Reshape', attrs: { shape: shapeOf(value) }, inputs: [stored.id], outputs: [id] }));
    else this.nodes.push(makeNode({ ...node, op: 'Transpose', attrs: { perm: stored.perm ?? [] }, inputs: [stored.id], outputs: [id] }));
  }
}

export const channelsLast: Pass = {
  name: 'channels-last',
  apply(graph, { registry }): GraphPatch | null {
    const wanted = graph.nodes.some((n) => n.attrs['layout'] === 'nchw' && (opOf(registry, n).channelsLast?.(n.attrs) ?? null) !== null);
    return wanted ? new Sweep(graph, registry).run() : null;
  },
};
