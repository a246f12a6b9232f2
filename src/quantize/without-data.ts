// Ranges and statistics of a float graph without sample inputs. What a BatchNormalization normalised is known per channel (N(bias, scale^2), cut by the
// activation function; Nagel et al., arXiv 1906.04721) and is carried forward through sums, pooling, joins and weights. Whatever has no known tensor
// behind it is measured on random inputs, which says little: every value is marked with where its range comes from.
import type { DataSetDescription } from '../data/data-set.ts';
import { type Report, diagnose } from '../diagnostics/diagnostic.ts';
import type { ChannelStatistics, PeakStatistics } from '../execute/statistics.ts';
import { type ChannelNormals, type Graph, type Node, type ValueId, nodeLabel, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { elementCount } from '../ir/tensor.ts';
import { type Bounds, type ChannelMoments, clamped, mixed, momentsOfNormal, selected } from '../numeric/moments.ts';
import { type OpRegistry, REGISTRY, contextOf, opOf } from '../ops/registry.ts';
import type { Statistics } from './equalize.ts';
import { type Filters, filtersOf, inputChannel } from './filters.ts';
import type { Range } from './scales.ts';

/** Where the range of a value comes from: a BatchNormalization; known tensors before it; the operator, the camera or the caller; random inputs. */
export type RangeSource = 'batch-normalization' | 'propagated' | 'known' | 'guessed';

export interface WithoutData extends Statistics {
  /** Of every value that is computed, and of the inputs. */
  readonly sources: ReadonlyMap<ValueId, RangeSource>;
}

/** Random inputs that are executed where nothing better is known. */
const RANDOM_SAMPLES = 32;
const SEED = 1;
/** Deviations that an input is taken to reach on either side of its mean. */
const INPUT_REACH = 3;
/** Where neither the caller nor the model says how large inputs are. */
const DEFAULT_INPUTS: Range = { min: -1, max: 1 };
/** Values that a warning lists. */
const MOST_NAMED = 8;
const UNBOUNDED: Bounds = { min: -Infinity, max: Infinity };

/** What calibration takes where there is no data. */
export interface RandomInputs {
  readonly dataSet: DataSetDescription;
  /** How the range of the inputs is known. */
  readonly withoutData: RangeSource;
}

/** Random inputs for a float graph, in `given` where the caller knows the range, in one that explains the first BatchNormalization, or in [-1, 1]. */
export function randomInputs(float: Graph, given?: Range, registry: OpRegistry = REGISTRY): RandomInputs {
  const estimated = given ?? estimatedInputs(float, registry);
  const { min, max } = estimated ?? DEFAULT_INPUTS;
  const inputs = float.inputs.map((id) => ({ name: id, dtype: valueOf(float, id).dtype, shape: shapeOf(valueOf(float, id)) }));
  const withoutData = given !== undefined ? 'known' : estimated === null ? 'guessed' : 'propagated';
  return { dataSet: { path: 'random inputs', inputs, random: { count: RANDOM_SAMPLES, seed: SEED, low: min, high: max, blocks: true } }, withoutData };
}

interface Linear {
  readonly filters: Filters;
  readonly bias: ArrayLike<number> | null;
  readonly input: ValueId;
}

function linearOf(graph: Graph, node: Node, registry: OpRegistry): Linear | null {
  const roles = opOf(registry, node).quant?.roles(contextOf(graph, node)).inputs ?? [];
  const at = (kind: string): ValueId => node.inputs[roles.findIndex((r) => r?.kind === kind)] ?? '';
  const role = roles.find((r) => r?.kind === 'weight');
  const weights = graph.values.get(at('weight'));
  if (role?.kind !== 'weight' || !(weights?.data instanceof Float32Array)) return null;
  const bias = graph.values.get(at('bias'))?.data;
  return { filters: filtersOf(weights.data, shapeOf(weights)[0] ?? 1, role), bias: bias instanceof Float32Array ? bias : null, input: at('activation') };
}

/** The range of inputs of one mean and variance that explains best how the first normalised outputs of weights are distributed: their means are
 * m sum W + b, their variances between v sum W^2 (inputs vary independently) and v (sum W)^2 (all together). Null where nothing is normalised. */
function estimatedInputs(graph: Graph, registry: OpRegistry): Range | null {
  const inputs = movedInputs(graph, registry);
  for (const node of graph.nodes) {
    const linear = node.normal === undefined ? null : linearOf(graph, node, registry);
    if (linear === null || node.normal === undefined || !inputs.has(linear.input)) continue;
    const { mean, variance } = explain(linear, node.normal);
    const reach = INPUT_REACH * Math.sqrt(variance);
    if (Number.isFinite(mean) && Number.isFinite(reach) && reach > 0) return { min: Math.min(0, mean - reach), max: Math.max(0, mean + reach) };
  }
  return null;
}

function explain({ filters, bias }: Linear, normal: ChannelNormals): { mean: number; variance: number } {
  const taps = filters.inner * filters.taps;
  let [ms, ss, aa, ab, bb, ya, yb] = [0, 0, 0, 0, 0, 0, 0];
  for (let o = 0; o < filters.outputs; o++) {
    const own = filters.weights.subarray(o * taps, (o + 1) * taps);
    const [sum, energy] = [own.reduce((s, w) => s + w, 0), own.reduce((s, w) => s + w * w, 0)];
    const wanted = (normal.deviation[o] ?? 0) ** 2;
    if (wanted < 1e-12) continue;
    ms += (sum * ((normal.mean[o] ?? 0) - (bias?.[o] ?? 0))) / wanted;
    ss += (sum * sum) / wanted;
    const [a, b] = [energy / wanted, (sum * sum) / wanted];
    [aa, ab, bb, ya, yb] = [aa + a * a, ab + a * b, bb + b * b, ya + a, yb + b];
  }
  return { mean: ss === 0 ? 0 : ms / ss, variance: leastSquares({ aa, ab, bb, ya, yb }) };
}

/** Sum of the two factors, neither negative, with which a and b add up to ones best. */
function leastSquares({ aa, ab, bb, ya, yb }: Record<'aa' | 'ab' | 'bb' | 'ya' | 'yb', number>): number {
  const determinant = aa * bb - ab * ab;
  const [u, v] = determinant === 0 ? [-1, -1] : [(ya * bb - yb * ab) / determinant, (yb * aa - ya * ab) / determinant];
  if (u >= 0 && v >= 0) return u + v;
  return u < 0 && bb > 0 ? yb / bb : ya / aa;
}

/** The inputs, and what only re-arranges their elements. */
function movedInputs(graph: Graph, registry: OpRegistry): Set<ValueId> {
  const found = new Set<ValueId>(graph.inputs);
  for (const node of graph.nodes) if (movesOnly(graph, node, registry) && found.has(node.inputs[0] ?? '')) for (const id of node.outputs) found.add(id);
  return found;
}

function movesOnly(graph: Graph, node: Node, registry: OpRegistry): boolean {
  const def = opOf(registry, node);
  const computed = node.inputs.filter((id) => id !== null && valueOf(graph, id).data === undefined);
  return computed.length === 1 && (def.view === true || def.quant?.roles(contextOf(graph, node)).outputs.every((r) => r?.kind === 'shared') === true);
}

/** Replaces what was measured on random inputs by what the model says, wherever it says something. `inputs` is how the input's range is known. */
export function statisticsWithoutData(graph: Graph, registry: OpRegistry, { random, inputs }: { random: Statistics; inputs: RangeSource }): WithoutData {
  const moments = new Map<ValueId, ChannelMoments>();
  const sources = new Map<ValueId, RangeSource>(graph.inputs.map((id) => [id, inputs]));
  for (const node of graph.nodes) {
    const known = momentsOf(graph, node, { registry, moments });
    for (const id of node.outputs) {
      if (known !== null) moments.set(id, known);
      sources.set(id, sourceOf(graph, node, { registry, sources, known }));
    }
  }
  const ranges = new Map([...random.ranges, ...[...moments].map(([id, m]): [ValueId, Range] => [id, rangeOf(m)])]);
  const channels = new Map([...random.channels, ...[...moments].map(([id, m]): [ValueId, ChannelStatistics] => [id, channelsOf(m, elementCount(shapeOf(valueOf(graph, id))))])]);
  return { ranges, channels, sources };
}

function sourceOf(graph: Graph, node: Node, { registry, sources, known }: { registry: OpRegistry; sources: ReadonlyMap<ValueId, RangeSource>; known: ChannelMoments | null }): RangeSource {
  if (known !== null && node.normal !== undefined) return 'batch-normalization';
  if (known !== null) return 'propagated';
  if (movesOnly(graph, node, registry)) return sources.get(node.inputs.find((id) => sources.has(id ?? '')) ?? '') ?? 'guessed';
  return opOf(registry, node).quant?.roles(contextOf(graph, node)).outputs.every((r) => r === null || r.kind === 'fixed') === true ? 'known' : 'guessed';
}

/** Of the output after its clamp; null where they have to be guessed. */
function momentsOf(graph: Graph, node: Node, { registry, moments }: { registry: OpRegistry; moments: ReadonlyMap<ValueId, ChannelMoments> }): ChannelMoments | null {
  const clamp = node.clamp ?? UNBOUNDED;
  if (node.normal !== undefined) return inLastDimension(graph, node) ? momentsOfNormal(node.normal.mean, node.normal.deviation, clamp) : mixed(momentsOfNormal(node.normal.mean, node.normal.deviation, clamp));
  const def = opOf(registry, node);
  const linear = linearOf(graph, node, registry);
  const source = moments.get(linear?.input ?? '');
  if (linear !== null) return source === undefined ? null : throughWeights(linear, source, clamp);
  const computed = node.inputs.filter((id) => id !== null && valueOf(graph, id).data === undefined);
  const known = computed.flatMap((id) => moments.get(id ?? '') ?? []);
  const [first] = known;
  if (first === undefined || known.length < computed.length) return null;
  if (def.view === true) return renamed(first, shapeOf(valueOf(graph, node.outputs[0] ?? '')).at(-1) ?? 1);
  const result = def.moments?.(contextOf(graph, node), known) ?? null;
  return result === null ? null : clamped(result, clamp);
}

function inLastDimension(graph: Graph, node: Node): boolean {
  return shapeOf(valueOf(graph, node.outputs[0] ?? '')).at(-1) === node.normal?.mean.length;
}

/** A view whose last dimension is `size`: channels repeat, or fall together. */
function renamed(m: ChannelMoments, size: number): ChannelMoments {
  const count = m.mean.length;
  return size % count === 0 ? selected(m, Array.from({ length: size }, (_, i) => i % count)) : mixed(m);
}

/** A sum of independent inputs is normal before the clamp. */
function throughWeights({ filters: f, bias }: Linear, x: ChannelMoments, clamp: Bounds): ChannelMoments {
  const mean = new Float64Array(f.outputs);
  const variance = new Float64Array(f.outputs);
  for (let o = 0; o < f.outputs; o++) {
    let [m, v, d] = [bias?.[o] ?? 0, 0, 0];
    for (let i = 0; i < f.inner; i++) {
      const c = inputChannel(f, o, i, x.mean.length);
      const at = (o * f.inner + i) * f.taps;
      for (let t = 0; t < f.taps; t++) {
        const w = f.weights[at + t] ?? 0;
        m += w * (x.mean[c] ?? 0);
        v += w * w * (x.variance[c] ?? 0);
        d += Math.abs(w) * Math.sqrt(x.variance[c] ?? 0);
      }
    }
    mean[o] = m;
    variance[o] = Math.sqrt(v) * d;
  }
  return momentsOfNormal(mean, variance.map(Math.sqrt), clamp);
}

function rangeOf({ low, high }: ChannelMoments): Range {
  return { min: low.reduce((m, v) => Math.min(m, v), 0), max: high.reduce((m, v) => Math.max(m, v), 0) };
}

/** As a measurement would give them: the largest of n normal elements is about sqrt(2 ln n) deviations from the mean, and falls off by the inverse of that. */
function channelsOf(m: ChannelMoments, elements: number): ChannelStatistics {
  const rows = Math.max(1, elements / m.mean.length);
  const z = Math.max(1, Math.sqrt(2 * Math.log(rows)));
  const deviation = m.variance.map(Math.sqrt);
  const side = (reach: Float64Array, sign: 1 | -1): PeakStatistics => ({
    median: reach.map((v, c) => Math.max(0, Math.min(sign * v, sign * (m.mean[c] ?? 0) + z * (deviation[c] ?? 0)))),
    excess: reach.map((v, c) => (sign * v > 0 ? (deviation[c] ?? 0) / z : 0)),
  });
  const range = rangeOf(m);
  return {
    min: m.low.map((v) => Math.min(0, v)), max: m.high.map((v) => Math.max(0, v)), below: side(m.low, -1), above: side(m.high, 1), rows,
    mean: m.mean, power: m.variance.map((v, c) => v + (m.mean[c] ?? 0) ** 2), sampleMin: Float64Array.of(range.min), sampleMax: Float64Array.of(range.max),
  };
}

/** Where ranges come from that were had without data. */
export interface StatedRanges {
  readonly dataSet: DataSetDescription;
  /** Of every value but views. */
  readonly sources: readonly { readonly value: ValueId; /** The unit that makes it; an input's own name. */ readonly unit: string; readonly source: RangeSource }[];
}

/** Views are not counted apart from what they rename. */
export function sourceCounts(graph: Graph, registry: OpRegistry, sources: ReadonlyMap<ValueId, RangeSource>): StatedRanges['sources'] {
  const { producer } = usesOf(graph);
  return [...sources].flatMap(([value, source]) => {
    const node = producer.get(value);
    return node !== undefined && opOf(registry, node).view === true ? [] : [{ value, unit: node === undefined ? value : nodeLabel(node), source }];
  });
}

/** Share of the ranges that rest on random inputs alone. */
export function guessedShare({ sources }: StatedRanges): number {
  return sources.filter((s) => s.source === 'guessed').length / Math.max(1, sources.length);
}

/** Warns with QT3510: how many ranges are guessed, and what they rest on. */
export function reportWithoutData(stated: StatedRanges, report: Report, file: string): void {
  const count = (source: RangeSource): number => stated.sources.filter((s) => s.source === source).length;
  const { low = 0, high = 0 } = stated.dataSet.random ?? {};
  const guessed = stated.sources.filter((s) => s.source === 'guessed').map((s) => s.unit);
  report(diagnose('QT3510', `${count('guessed')} of ${stated.sources.length} ranges are guessed (${(100 * guessedShare(stated)).toFixed(0)} %): ${count('batch-normalization')} come from BatchNormalization, ${count('propagated')} are propagated, ${count('known')} known; random inputs lie in [${low.toPrecision(3)}, ${high.toPrecision(3)})`, {
    where: { file },
    notes: ['metrics and golden outputs, where there are any, are of the random inputs', ...(guessed.length === 0 ? [] : [`guessed: ${guessed.slice(0, MOST_NAMED).join(', ')}${guessed.length > MOST_NAMED ? ', ...' : ''}`])],
  }));
}
