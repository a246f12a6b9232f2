// Cross-layer equalization: channels of an activation that use little of the tensor's range are scaled up, and the weights of the readers down,
// so that one int8 scale serves all channels. The float function stays the same, because between producer and readers only operators lie that
// commute with positive scales per channel (ReLU, Add, pooling). After Nagel et al. (arXiv 1906.04721), with the exponent chosen by predicted noise.
//   %y = relu(Conv(%x, %w)); %z = Conv(%y, %v)   ->   %y = relu(Conv(%x, s * %w)); %z = Conv(%y, %v / s)
import { type ChannelStatistics, type PeakStatistics, expectedExcess } from '../execute/statistics.ts';
import { type Graph, type Node, type Value, type ValueId, makeNode, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { Fresh, applyPatch } from '../ir/patch.ts';
import type { QuantRole } from '../ops/op-def.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';
import { type Filters, filtersOf, inputChannel } from './filters.ts';
import type { Range, Ranges } from './scales.ts';

export interface Statistics {
  readonly ranges: Ranges;
  readonly channels: ReadonlyMap<ValueId, ChannelStatistics>;
}

/** Exponents that are tried: scale = (largest range / own range) ^ exponent; 0 leaves a group as it is. */
const EXPONENTS = [0, 0.25, 0.5, 0.75, 1] as const;
/** Squared clipping errors count this much: what is cut off of a channel that reached little in the samples carries signal. */
const CLIPPING_WEIGHT = 16;
/** Largest scale: channels that hardly vary in the samples may vary more elsewhere. */
const LARGEST_SCALE = 64;

/** A product with constant weights: what scales can be folded into. */
interface Linear {
  readonly node: Node;
  readonly filters: Filters;
  readonly weights: ValueId;
  readonly bias: ValueId | null;
  readonly input: ValueId;
  readonly output: ValueId;
}

/** Values that must have the same scales, and what writes and reads them. */
interface Group {
  readonly values: readonly ValueId[];
  readonly channels: number;
  readonly writers: readonly Linear[];
  readonly readers: readonly Linear[];
}

export interface Equalized extends Statistics {
  readonly graph: Graph;
  /** Factor of each channel, by value; repeats along the last dimension. */
  readonly scales: ReadonlyMap<ValueId, Float64Array>;
}

/** Equalizes every group for which it lowers the predicted noise; one after the other, in the order of the graph. */
export function equalize(graph: Graph, statistics: Statistics, registry: OpRegistry): Equalized {
  let state: Equalized = { graph, ...statistics, scales: new Map() };
  for (const group of groupsOf(graph, registry)) {
    const fresh = refreshed(state.graph, group, registry);
    const scales = bestScales(fresh, state);
    if (scales !== null) state = applyScales(state, fresh, scales);
  }
  return state;
}

function linearOf(graph: Graph, node: Node, registry: OpRegistry): Linear | null {
  const roles = opOf(registry, node).quant?.roles(contextOf(graph, node)).inputs;
  const at = (kind: QuantRole['kind']): ValueId | null => node.inputs[roles?.findIndex((r) => r?.kind === kind) ?? -1] ?? null;
  const [weights, input, output] = [at('weight'), at('activation'), node.outputs[0]];
  const role = roles?.find((r) => r?.kind === 'weight');
  if (weights === null || input === null || output === undefined || role?.kind !== 'weight') return null;
  const value = valueOf(graph, weights);
  if (!(value.data instanceof Float32Array) || Array.isArray(node.attrs['padValues'])) return null;
  return { node, filters: filtersOf(value.data, shapeOf(value)[0] ?? 1, role), weights, bias: at('bias'), input, output };
}

/** The same group with the weights as they are now. */
function refreshed(graph: Graph, group: Group, registry: OpRegistry): Group {
  const byId = new Map(graph.nodes.map((n) => [n.outputs[0], n]));
  const again = (list: readonly Linear[]): Linear[] => list.flatMap((l) => {
    const node = byId.get(l.output);
    return (node && linearOf(graph, node, registry)) ?? [];
  });
  return { ...group, writers: again(group.writers), readers: again(group.readers) };
}

/** Positive homogeneous in every channel: a clamp from 0, or none below. A limit above holds because no channel is scaled beyond the largest. */
function clampAllows(node: Node): boolean {
  const min = node.clamp?.min ?? -Infinity;
  return min === 0 || min === -Infinity;
}

/** Maximal sets of values connected by homogeneous operators, with nothing but linear operators around them. */
function groupsOf(graph: Graph, registry: OpRegistry): Group[] {
  const uses = usesOf(graph);
  const seen = new Set<ValueId>();
  return graph.nodes.flatMap((node) => {
    const start = node.outputs[0];
    if (start === undefined || seen.has(start) || linearOf(graph, node, registry) === null) return [];
    return explore(graph, { start, seen, uses, registry }) ?? [];
  });
}

interface Exploration {
  readonly start: ValueId;
  readonly seen: Set<ValueId>;
  readonly uses: ReturnType<typeof usesOf>;
  readonly registry: OpRegistry;
}

function explore(graph: Graph, { start, seen, uses, registry }: Exploration): Group | null {
  const channels = shapeOf(valueOf(graph, start)).at(-1) ?? 1;
  const values: ValueId[] = [];
  const writers: Linear[] = [];
  const readers: Linear[] = [];
  const stack = [start];
  let fits = true;
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    values.push(id);
    const producer = uses.producer.get(id);
    const boundary = producer === undefined || graph.outputs.includes(id) || (shapeOf(valueOf(graph, id)).at(-1) ?? 1) % channels !== 0;
    if (boundary || !clampAllows(producer)) {
      fits = false;
      continue;
    }
    const visit = (node: Node, isWriter: boolean): void => {
      const linear = linearOf(graph, node, registry);
      if (linear !== null && (isWriter || linear.input === id)) (isWriter ? writers : readers).push(linear);
      else if (opOf(registry, node).homogeneous?.(contextOf(graph, node)) === true && clampAllows(node)) stack.push(...node.outputs, ...node.inputs.filter((i) => i !== null));
      else fits = false;
    };
    visit(producer, true);
    for (const reader of uses.readers.get(id) ?? []) visit(reader, false);
  }
  return fits && readers.length > 0 && writers.every((w) => w.filters.outputs === channels) ? { values, channels, writers, readers } : null;
}

/** Largest magnitude each channel is expected to reach over the group's values, each relative to its tensor's largest. */
function relativeRanges(group: Group, channels: Statistics['channels']): Float64Array | null {
  const result = new Float64Array(group.channels);
  for (const id of group.values) {
    const own = channels.get(id);
    if (own === undefined) return null;
    const magnitudes = own.max.map((v, c) => Math.max(Math.abs(v), Math.abs(own.min[c] ?? 0)));
    const largest = magnitudes.reduce((m, v) => Math.max(m, v), 0);
    if (largest > 0) magnitudes.forEach((v, c) => (result[c % group.channels] = Math.max(result[c % group.channels] ?? 0, v / largest)));
  }
  return result;
}

function bestScales(group: Group, statistics: Statistics): Float64Array | null {
  const relative = relativeRanges(group, statistics.channels);
  if (relative === null) return null;
  const tries = EXPONENTS.map((exponent) => {
    const scales = relative.map((r) => (r === 0 ? 1 : Math.min(LARGEST_SCALE, r ** -exponent)));
    return { scales, noise: group.readers.reduce((sum, reader) => sum + predictedNoise(reader, statistics, scales), 0) };
  });
  const best = tries.reduce((a, b) => (b.noise < 0.98 * a.noise ? b : a));
  return best === tries[0] ? null : best.scales;
}

/** Range of a scaled value: as far beyond what its channels reached as the range before was. */
function scaledRange(range: Range, own: ChannelStatistics, scales: Float64Array): Range {
  if (scales.every((v) => v === 1)) return range;
  const reach = (list: Float64Array, pick: (a: number, b: number) => number, scale: (c: number) => number): number => list.reduce((m, v, c) => pick(m, v * scale(c)), 0);
  const scaleOf = (c: number): number => scales[c % scales.length] ?? 1;
  const widened = (end: number, seen: number): number => (seen === 0 ? 1 : Math.max(1, end / seen));
  return {
    min: reach(own.min, Math.min, scaleOf) * widened(range.min, reach(own.min, Math.min, () => 1)),
    max: reach(own.max, Math.max, scaleOf) * widened(range.max, reach(own.max, Math.max, () => 1)),
  };
}

/** Squared clipping error per element of channel `c` to be expected where it is scaled by `scale` and cut to `range`. */
function clippingOf(own: ChannelStatistics, c: number, scale: number, range: Range): number {
  const above = expectedExcess(own.above.median[c] ?? 0, own.above.excess[c] ?? 0, range.max / scale);
  const below = expectedExcess(own.below.median[c] ?? 0, own.below.excess[c] ?? 0, -range.min / scale);
  return (CLIPPING_WEIGHT * (above + below)) / own.rows;
}

/** Noise at the output of `reader` relative to its signal: from rounding its input, and from rounding its weights (means are corrected). */
function predictedNoise(reader: Linear, { ranges, channels }: Statistics, scales: Float64Array): number {
  const f = reader.filters;
  const [input, output, range] = [channels.get(reader.input), channels.get(reader.output), ranges.get(reader.input)];
  if (input === undefined || output === undefined || range === undefined) return 0;
  const scaled = scaledRange(range, input, scales);
  const step = ((scaled.max - scaled.min) / 255) ** 2 / 12;
  const clipping = input.max.map((_, c) => clippingOf(input, c, scales[c % scales.length] ?? 1, scaled));
  const signal = output.power.reduce((a, b) => a + b, 0);
  let noise = 0;
  for (let o = 0; o < f.outputs; o++) {
    let [largest, spread] = [0, 0];
    for (let i = 0; i < f.inner; i++) {
      const c = inputChannel(f, o, i, input.mean.length);
      const s = scales[c % scales.length] ?? 1;
      const variance = Math.max(0, (input.power[c] ?? 0) - (input.mean[c] ?? 0) ** 2);
      spread += f.taps * variance * s * s;
      for (let t = 0; t < f.taps; t++) {
        const w = (f.weights[(o * f.inner + i) * f.taps + t] ?? 0) / s;
        largest = Math.max(largest, Math.abs(w));
        noise += w * w * (step + (clipping[c] ?? 0) * s * s);
      }
    }
    noise += (((largest / 127) ** 2) / 12) * spread;
  }
  return signal === 0 ? 0 : noise / signal;
}

function scaledStatistics(own: ChannelStatistics, scales: Float64Array): ChannelStatistics {
  const by = (list: Float64Array, power: number): Float64Array => list.map((v, c) => v * (scales[c % scales.length] ?? 1) ** power);
  const peaks = (p: PeakStatistics): PeakStatistics => ({ median: by(p.median, 1), excess: by(p.excess, 1) });
  return { ...own, min: by(own.min, 1), max: by(own.max, 1), above: peaks(own.above), below: peaks(own.below), mean: by(own.mean, 1), power: by(own.power, 2) };
}

function applyScales(state: Equalized, group: Group, scales: Float64Array): Equalized {
  const { graph } = state;
  const fresh = new Fresh(graph);
  const values: Value[] = [];
  const replaced = new Map<number, Node>();
  const constant = (id: ValueId, data: Float32Array): ValueId => {
    const made = fresh.valueId(`${id}_s`);
    values.push({ ...valueOf(graph, id), id: made, data });
    return made;
  };
  const swap = (node: Node, from: ValueId, data: Float32Array): void => {
    const now = replaced.get(node.id) ?? node;
    const to = constant(from, data);
    replaced.set(node.id, makeNode({ ...now, inputs: now.inputs.map((i) => (i === from ? to : i)) }));
  };
  const weightsNow = new Map<number, Float32Array>();
  for (const w of group.writers) {
    const perOutput = w.filters.inner * w.filters.taps;
    weightsNow.set(w.node.id, w.filters.weights.map((v, at) => v * (scales[Math.floor(at / perOutput)] ?? 1)));
    const bias = w.bias === null ? undefined : valueOf(graph, w.bias).data;
    if (w.bias !== null && bias instanceof Float32Array) swap(w.node, w.bias, bias.map((v, c) => v * (scales[c] ?? 1)));
  }
  for (const r of group.readers) {
    const f = r.filters;
    const features = state.channels.get(r.input)?.mean.length ?? scales.length;
    const source = weightsNow.get(r.node.id) ?? f.weights;
    weightsNow.set(r.node.id, source.map((v, at) => {
      const i = Math.floor(at / f.taps);
      return v / (scales[inputChannel(f, Math.floor(i / f.inner), i % f.inner, features) % scales.length] ?? 1);
    }));
  }
  for (const l of [...group.writers, ...group.readers]) {
    const data = weightsNow.get(l.node.id);
    if (data !== undefined) swap(l.node, l.weights, data);
    weightsNow.delete(l.node.id);
  }
  const ranges = new Map(state.ranges);
  const channels = new Map(state.channels);
  for (const id of group.values) {
    const [own, range] = [channels.get(id), ranges.get(id)];
    if (own === undefined || range === undefined) continue;
    ranges.set(id, scaledRange(range, own, scales));
    channels.set(id, scaledStatistics(own, scales));
  }
  const nodes = [...replaced.values()].map((n) => makeNode({ ...n, id: fresh.nodeId() }));
  return { graph: applyPatch(graph, { remove: [...replaced.keys()], nodes, values }), ranges, channels, scales: new Map([...state.scales, ...group.values.map((id): [ValueId, Float64Array] => [id, scales])]) };
}
