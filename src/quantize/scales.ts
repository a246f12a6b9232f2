// Chooses scale and zero point of every value that an int8 unit reads or writes. Values tied by 'shared' roles (Concat, MaxPool, Reshape)
// form one group with one range, the union of theirs. A scale that a 'fixed' role sets (Softmax) passes through operators that keep it, but is
// not forced upon values that are joined with it: there the reader gets a copy of another scale (insert-qdq.ts).
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Graph, type Node, type NodeId, type QuantParams, type ValueId, sameQuant, shapeOf, valueOf } from '../ir/graph.ts';
import { elementCount } from '../ir/tensor.ts';
import type { QuantRole } from '../ops/op-def.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';
import { DEFAULT_SCHEME, type QuantScheme, allowedScale } from './scheme.ts';
import { weightScales } from './weights.ts';

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Calibrated range per value of the float graph. */
export type Ranges = ReadonlyMap<ValueId, Range>;

export type PrecisionMap = ReadonlyMap<NodeId, 'int8' | 'float'>;

/** Smallest scale: a value that is constant zero still gets a usable one. */
const SMALLEST_SCALE = 2 ** -24;

/** Int8 over a range that is widened to contain zero. */
export function affineInt8(range: Range, scheme: QuantScheme = DEFAULT_SCHEME): QuantParams {
  const min = Math.min(0, range.min);
  const max = Math.max(0, range.max);
  if (scheme.symmetric) return { scale: [Math.fround(allowedScale(Math.max(max / 127, -min / 127, SMALLEST_SCALE), scheme))], zeroPoint: [0], axis: null };
  const scale = Math.fround(allowedScale(Math.max((max - min) / 255, SMALLEST_SCALE), scheme));
  const zeroPoint = Math.max(-128, Math.min(127, Math.round(-128 - min / scale)));
  return { scale: [scale], zeroPoint: [zeroPoint], axis: null };
}

class Groups {
  readonly #parent = new Map<ValueId, ValueId>();

  root(id: ValueId): ValueId {
    let at = id;
    for (let up = this.#parent.get(at); up !== undefined && up !== at; up = this.#parent.get(at)) at = up;
    return at;
  }

  join(a: ValueId, b: ValueId): void {
    const [x, y] = [this.root(a), this.root(b)];
    if (x !== y) this.#parent.set(y, x);
  }
}

interface ScaledUse {
  readonly id: ValueId;
  readonly role: QuantRole;
  readonly isInput: boolean;
}

/** The activation-like uses of a node: every input or output whose role needs a scale. */
function scaledUses(graph: Graph, node: Node, registry: OpRegistry): ScaledUse[] {
  const roles = opOf(registry, node).quant?.roles(contextOf(graph, node));
  invariant(roles !== undefined, `${node.op} has no quant facet`);
  const inputs = node.inputs.map((id, i) => ({ id, role: roles.inputs[i], isInput: true }));
  const outputs = node.outputs.map((id, i) => ({ id, role: roles.outputs[i], isInput: false }));
  return [...inputs, ...outputs].flatMap(({ id, role, isInput }) => (id !== null && role && role.kind !== 'weight' && role.kind !== 'bias' ? [{ id, role, isInput }] : []));
}

function rangeOf(graph: Graph, ranges: Ranges, id: ValueId): Range {
  const value = valueOf(graph, id);
  if (value.data !== undefined) {
    let min = 0;
    let max = 0;
    for (const v of value.data) {
      min = Math.min(min, Number(v));
      max = Math.max(max, Number(v));
    }
    return { min, max };
  }
  const range = ranges.get(id);
  invariant(range !== undefined, `value '${id}' was not calibrated`);
  return range;
}

function including(range: Range, values: readonly number[]): Range {
  return { min: Math.min(range.min, ...values), max: Math.max(range.max, ...values) };
}

/** Ties the values of a node that share one scale. Values of fixed scale stay apart, unless all inputs have the same one: then so have the outputs. */
function tie(shared: readonly ScaledUse[], groups: Groups, fixed: Map<ValueId, QuantParams>): void {
  const inputs = shared.filter((u) => u.isInput).map((u) => fixed.get(u.id));
  const [first] = inputs;
  if (first !== undefined && inputs.every((q) => sameQuant(first, q))) {
    for (const use of shared) fixed.set(use.id, first);
    return;
  }
  const free = shared.filter((u) => !fixed.has(u.id));
  for (const use of free) groups.join(free[0]?.id ?? use.id, use.id);
}

/** Quantization parameters by value for every value that an int8 node reads or writes as an activation. */
export function chooseScales(graph: Graph, ranges: Ranges, options: { precision: PrecisionMap; registry: OpRegistry; scheme?: QuantScheme }): Map<ValueId, QuantParams> {
  const { scheme = DEFAULT_SCHEME } = options;
  const groups = new Groups();
  const members = new Set<ValueId>();
  const fixed = new Map<ValueId, QuantParams>();
  const observed = new Map(ranges);
  const int8 = graph.nodes.filter((n) => options.precision.get(n.id) === 'int8');
  for (const node of int8) {
    const uses = scaledUses(graph, node, options.registry);
    tie(uses.filter((u) => u.role.kind === 'shared'), groups, fixed);
    for (const use of uses) {
      members.add(use.id);
      if (use.role.kind === 'activation' && use.role.includes) observed.set(use.id, including(rangeOf(graph, observed, use.id), use.role.includes));
      if (use.role.kind === 'fixed') fixed.set(use.id, { scale: [use.role.scale], zeroPoint: [use.role.zeroPoint], axis: null });
    }
  }
  const byRoot = unionOfRanges(graph, observed, { members, groups });
  const params = new Map([...byRoot].map(([root, range]) => [root, affineInt8(range, scheme)]));
  for (const [id, quant] of fixed) params.set(groups.root(id), quant);
  for (const node of int8) widenForMultiplier(graph, node, { params, groups, registry: options.registry, scheme });
  return new Map([...members].map((id) => [id, paramsOf(params, groups.root(id))]));
}

function paramsOf(params: ReadonlyMap<ValueId, QuantParams>, root: ValueId): QuantParams {
  const found = params.get(root);
  invariant(found !== undefined, `value group '${root}' has no scale`);
  return found;
}

function unionOfRanges(graph: Graph, ranges: Ranges, tied: { members: ReadonlySet<ValueId>; groups: Groups }): Map<ValueId, Range> {
  const byRoot = new Map<ValueId, Range>();
  for (const id of tied.members) {
    const root = tied.groups.root(id);
    const range = rangeOf(graph, ranges, id);
    const before = byRoot.get(root) ?? range;
    byRoot.set(root, { min: Math.min(before.min, range.min), max: Math.max(before.max, range.max) });
  }
  return byRoot;
}

/** Room that the pre-shift of the requantization rule leaves: multiplier * bound must stay below 2^28. */
const LARGEST_PRODUCT = 2 ** 28;

interface Tied {
  readonly params: Map<ValueId, QuantParams>;
  readonly groups: Groups;
  readonly registry: OpRegistry;
  readonly scheme: QuantScheme;
}

/** Widens the output scale of a unit whose real multiplier would not fit the requantization rule (nearly constant outputs). */
function widenForMultiplier(graph: Graph, node: Node, tied: Tied): void {
  const facet = opOf(tied.registry, node).quant;
  const [output] = node.outputs;
  if (facet === undefined || output === undefined) return;
  const context = contextOf(graph, node);
  const scales = node.inputs.map((id) => tied.params.get(tied.groups.root(id ?? ''))?.scale[0] ?? 0);
  const least = Math.max(leastForWeights(graph, node, { roles: facet.roles(context).inputs, inputScale: scales[0] ?? 0, scheme: tied.scheme }), facet.leastOutputScale?.(context, scales) ?? 0);
  const root = tied.groups.root(output);
  const now = paramsOf(tied.params, root);
  if ((now.scale[0] ?? 0) < least) tied.params.set(root, { ...now, scale: [Math.fround(allowedScale(least * 1.0001, tied.scheme))] });
}

/** Least output scale of a product with constant weights; 0 where there are none. */
function leastForWeights(graph: Graph, node: Node, { roles, inputScale, scheme }: { roles: readonly (QuantRole | null)[]; inputScale: number; scheme: QuantScheme }): number {
  const index = roles.findIndex((r) => r?.kind === 'weight');
  const weights = index < 0 ? undefined : valueOf(graph, node.inputs[index] ?? '');
  if (!(weights?.data instanceof Float32Array)) return 0;
  const shape = shapeOf(weights);
  const bound = (elementCount(shape) / (shape[0] ?? 1)) * 128 * 255;
  return (inputScale * Math.max(...weightScales(weights.data, shape[0] ?? 1, scheme)) * bound) / LARGEST_PRODUCT;
}
