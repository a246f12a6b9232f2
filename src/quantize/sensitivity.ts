// Sensitivity of every unit to INT8 from two inferences: local metrics of weights and activations, the SQNR that is lost across the unit, and a
// noise model that says what each unit adds and how much of it reaches the outputs. The metrics are those named by QuantuneV2 (arXiv 2501.07161).
import { type ChannelNoise, type TensorNoise, sumRows } from '../data/metrics/channel-noise.ts';
import { type Power, errorPower, sqnrDb, sumPowers } from '../data/metrics/error-power.ts';
import type { ComparedPair } from '../execute/compare.ts';
import type { CompareRow } from '../execute/task.ts';
import { type Graph, type Node, type NodeId, mergeOrigins, nodeLabel, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { type Shape, elementCount } from '../ir/tensor.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';
import type { RoundWeights } from './compensate-rounding.ts';
import type { Statistics } from './equalize.ts';
import { type Filters, filtersOf, inputChannel } from './filters.ts';
import type { PrecisionMap } from './scales.ts';
import { type Signal, type Transfer, squaresOf } from './noise-transfer.ts';
import type { QuantScheme } from './scheme.ts';
import { bufferName, sourceValue } from './views.ts';
import { realWeights, weightScales } from './weights.ts';

export interface UnitSensitivity {
  readonly id: NodeId;
  readonly unit: string;
  readonly op: string;
  readonly onnxNodes: readonly string[];
  readonly macs: number;
  readonly weightBytes: number;
  /** Whether an integer form exists. */
  readonly quantizable: boolean;
  /** Whether it can compute in INT8 and write float. */
  readonly converts: boolean;
  /** Whether its integer form only moves elements that another unit has rounded (Concat, MaxPool). */
  readonly movesOnly: boolean;
  /** The sum that is rounded with this unit's accumulators where both are INT8: its own output is then not stored. Null where there is none. */
  readonly summedIn: NodeId | null;
  readonly outputShape: Shape;
  readonly outputElements: number;
  /** Units whose outputs this one reads, with their share of the inputs' signal. */
  readonly sources: readonly { readonly id: NodeId; readonly share: number }[];
  /** Weights against their INT8 form; null without weights. */
  readonly wSqnrDb: number | null;
  readonly wMse: number | null;
  /** Output of the quantized inference against the float one. */
  readonly aSqnrDb: number | null;
  readonly aMse: number | null;
  /** SQNR of the inputs (signal and noise added) less that of the output: what the unit itself costs. */
  readonly sqnrDropDb: number | null;
  /** Noise over signal of the output, and of the inputs together. */
  readonly outputNoise: number;
  readonly inputNoise: number;
  /** What the noise model works on, by channel of the output; null where the output could not be compared. */
  readonly noise: UnitNoiseSources | null;
}

/** Noise over signal by channel of a unit's output, on the metric samples. */
export interface UnitNoiseSources {
  readonly signal: Signal;
  /** Of the all-INT8 inference. */
  readonly measured: ChannelNoise;
  /** What storing the output in INT8 alone adds; zero where it is not stored so. */
  readonly stored: ChannelNoise;
  /** What rounding the weights alone adds, from statistics; inputs are taken as uncorrelated. */
  readonly weights: Float64Array;
  /** How noise of each source arrives, in the order of the sources. */
  readonly transfers: readonly Transfer[];
}

export interface Sensitivity {
  readonly units: readonly UnitSensitivity[];
  /** Units that make the graph's outputs; before an operator of fixed range (Softmax) those that it reads. */
  readonly outputs: readonly NodeId[];
  readonly samples: number;
  /** Whole-network executions per metric sample. */
  readonly inferences: number;
}

/** Views rename elements; they are no units. */
function unitsOf(graph: Graph, registry: OpRegistry): Node[] {
  return graph.nodes.filter((node) => opOf(registry, node).view !== true);
}

/** Precisions of all nodes from those of the units: a view has that of the unit whose output it renames, of a reader where it renames an input. */
export function withViews(graph: Graph, units: PrecisionMap, registry: OpRegistry): PrecisionMap {
  const all = new Map(units);
  const { producer, readers } = usesOf(graph);
  const isView = (node: Node): boolean => opOf(registry, node).view === true;
  for (const node of [...graph.nodes].reverse()) {
    if (!isView(node)) continue;
    const int8 = readers.get(node.outputs[0] ?? '')?.some((r) => all.get(r.id) === 'int8') === true;
    all.set(node.id, int8 ? 'int8' : 'float');
  }
  for (const node of graph.nodes) {
    const source = producer.get(node.inputs[0] ?? '');
    if (isView(node) && source !== undefined) all.set(node.id, all.get(source.id) ?? 'float');
  }
  return all;
}

/** Which buffers of the quantized program hold what the float program computes: matched by origin, in order. A sum that was fused into the unit of one of
 * its terms (passes/fuse-residual) bears the origin of both. */
export function comparedPairs(float: Graph, quantized: Graph, options: { registry: OpRegistry; scales: ReadonlyMap<string, Float64Array> }): ComparedPair[] {
  const key = (node: Pick<Node, 'origin' | 'op'>): string => `${node.origin.onnxIndex} ${node.origin.onnxNodes.join(' ')} ${node.op}`;
  const { producer } = usesOf(float);
  const byKey = new Map<string, Node[]>();
  for (const node of quantized.nodes) if (node.domain !== 'quantune') byKey.set(key(node), [...(byKey.get(key(node)) ?? []), node]);
  return unitsOf(float, options.registry).flatMap((node) => {
    const own = byKey.get(key(node))?.shift();
    const terms = own === undefined ? node.inputs.flatMap((id) => producer.get(id ?? '') ?? []) : [];
    const term = terms.find((t) => byKey.get(key({ origin: mergeOrigins([t, node]), op: t.op }))?.length);
    const twin = own ?? (term && byKey.get(key({ origin: mergeOrigins([term, node]), op: term.op }))?.shift());
    const [name, other] = [node.outputs[0], twin?.outputs[0]];
    if (name === undefined || other === undefined) return [];
    const [scales, absorbs] = [options.scales.get(name), term?.outputs[0]];
    return [{ value: name, float: bufferName(float, name, options.registry), quantized: bufferName(quantized, other, options.registry), ...(scales ? { scales } : {}), ...(absorbs === undefined ? {} : { absorbs }) }];
  });
}

export interface SensitivityInput {
  /** The graph whose units are scored; weights as they are quantized. */
  readonly graph: Graph;
  readonly registry: OpRegistry;
  readonly quantizable: PrecisionMap;
  readonly pairs: readonly ComparedPair[];
  readonly rows: readonly CompareRow[];
  readonly inferences: number;
  /** Ranges and statistics of the values of `graph`. */
  readonly statistics: Statistics;
  readonly scheme: QuantScheme;
  /** How weights are rounded. */
  readonly round: RoundWeights;
}

export function sensitivityOf(input: SensitivityInput): Sensitivity {
  const { graph, registry } = input;
  const powers = new Map(input.pairs.map((pair, i) => [pair.value, sumRows(input.rows.flatMap((r) => r.tensors[i] ?? []))]));
  const channels = new Map([...powers].flatMap(([value, noise]) => overSignal(noise, input.rows.length).map((c) => [value, c] as const)));
  const { producer } = usesOf(graph);
  const sums = new Map(input.pairs.flatMap((pair) => (pair.absorbs === undefined ? [] : [[pair.absorbs, producer.get(pair.value)?.id ?? null] as const])));
  const units = unitsOf(graph, registry).map((node) => {
    const inputs = node.inputs.flatMap((id) => (id === null ? [] : [sourceValue(graph, id, registry)]));
    const read = inputs.flatMap((id) => {
      const power = powers.get(id);
      return power === undefined ? [] : [sums.get(id) === node.id ? unrounded(power, channels.get(id)?.stored.all ?? new Float64Array(0)) : power];
    });
    const [name = ''] = node.outputs;
    return unitSensitivity(input, { node, sources: sourcesOf(inputs, powers, producer), inputs: read, output: powers.get(name) ?? null, channels, producer, summedIn: sums.get(name) ?? null });
  });
  const byId = new Map(units.map((u) => [u.id, u]));
  const outputs = graph.outputs.flatMap((id) => {
    const node = producer.get(sourceValue(graph, id, registry));
    if (node === undefined) return [];
    const bounded = opOf(registry, node).quant?.roles(contextOf(graph, node)).outputs.some((r) => r?.kind === 'fixed') === true;
    return bounded ? (byId.get(node.id)?.sources.map((s) => s.id) ?? []) : [node.id];
  });
  return { units, outputs, samples: input.rows.length, inferences: input.inferences };
}

/** Noise over signal by channel of one compared value; nothing where its signal is zero. */
function overSignal({ channels, signal: power, measured, stored, elements }: TensorNoise, samples: number): Pick<UnitNoiseSources, 'signal' | 'measured' | 'stored'>[] {
  if (channels === 0 || power === 0) return [];
  const over = (noise: ChannelNoise): ChannelNoise => ({ all: noise.all.map((v) => v / power), alike: noise.alike.map((v) => v / power) });
  const zero = new Float64Array(channels);
  const each = elements / channels;
  return [{
    signal: { channels, places: each / samples, power, active: stored?.active.map((n) => n / each) ?? zero.map(() => 1) },
    measured: over(measured), stored: stored === null ? { all: zero, alike: zero } : over(stored),
  }];
}

/** What accumulators carry, of an output that was measured after storing it; `stored` is the noise over signal of that, by channel. */
function unrounded(power: Power, stored: Float64Array): Power {
  return { ...power, noise: Math.max(0, power.noise - power.signal * stored.reduce((a, b) => a + b, 0)) };
}

function sourcesOf(inputs: readonly string[], powers: ReadonlyMap<string, Power>, producer: ReadonlyMap<string, Node>): UnitSensitivity['sources'] {
  const total = inputs.reduce((sum, id) => sum + (powers.get(id)?.signal ?? 0), 0);
  return inputs.flatMap((id) => {
    const node = producer.get(id);
    return node === undefined ? [] : [{ id: node.id, share: total === 0 ? 1 / inputs.length : (powers.get(id)?.signal ?? 0) / total }];
  });
}

function movesOnly({ graph, registry }: SensitivityInput, node: Node): boolean {
  return opOf(registry, node).quant?.roles(contextOf(graph, node)).outputs.some((r) => r?.kind === 'shared') === true;
}

interface Measured {
  readonly node: Node;
  readonly sources: UnitSensitivity['sources'];
  readonly inputs: readonly Power[];
  readonly output: Power | null;
  /** Of every compared value. */
  readonly channels: ReadonlyMap<string, Pick<UnitNoiseSources, 'signal' | 'measured' | 'stored'>>;
  readonly producer: ReadonlyMap<string, Node>;
  readonly summedIn: NodeId | null;
}

function ratio(power: Power): number {
  return power.signal === 0 ? 0 : power.noise / power.signal;
}

function unitSensitivity(input: SensitivityInput, { node, sources, inputs, output, channels, producer, summedIn }: Measured): UnitSensitivity {
  const { graph, registry, quantizable } = input;
  const both = weightsOf(input, node);
  const moves = sources.length > 0 && movesOnly(input, node);
  const weights = both && errorPower(both.filters.weights, both.rounded);
  const together = sumPowers(inputs);
  const hasOutput = output !== null && output.elements > 0;
  const inputDb = inputs.length > 0 && together.noise > 0 ? sqnrDb(together) : null;
  return {
    id: node.id, unit: nodeLabel(node), op: node.op, onnxNodes: node.origin.onnxNodes, macs: opOf(registry, node).macs?.(contextOf(graph, node)) ?? 0,
    weightBytes: weights?.elements ?? 0, quantizable: quantizable.get(node.id) === 'int8', converts: opOf(registry, node).quant?.converts === true, movesOnly: moves, summedIn, sources,
    outputShape: shapeOf(valueOf(graph, node.outputs[0] ?? '')), outputElements: elementCount(shapeOf(valueOf(graph, node.outputs[0] ?? ''))),
    wSqnrDb: weights ? sqnrDb(weights) : null, wMse: weights ? weights.noise / weights.elements : null,
    aSqnrDb: hasOutput ? sqnrDb(output) : null, aMse: hasOutput ? output.noise / output.elements : null,
    sqnrDropDb: hasOutput && inputDb !== null ? inputDb - sqnrDb(output) : null,
    outputNoise: hasOutput ? ratio(output) : 0, inputNoise: ratio(together),
    noise: noiseOf(input, { both, node, channels, moves, producer }),
  };
}

interface NoiseInput {
  readonly both: ReturnType<typeof weightsOf>;
  readonly node: Node;
  readonly channels: Measured['channels'];
  readonly producer: Measured['producer'];
  readonly moves: boolean;
}

function noiseOf(input: SensitivityInput, { both, node, channels, moves, producer }: NoiseInput): UnitNoiseSources | null {
  const own = channels.get(node.outputs[0] ?? '');
  if (own === undefined) return null;
  const sources = node.inputs.flatMap((id) => (id === null ? [] : [sourceValue(input.graph, id, input.registry)])).filter((id) => producer.has(id));
  const signals = sources.map((id) => channels.get(id)?.signal);
  let offset = 0;
  const joins = signals.length > 1 && signals.reduce((sum, s) => sum + (s?.channels ?? 0), 0) === own.signal.channels;
  const transfers = signals.map((from): Transfer => {
    if (from === undefined) return { kind: 'mixed' };
    if (both !== null) return { kind: 'linear', squares: squaresOf(both.filters, from.channels) };
    if (joins) return { kind: 'channels', offset: (offset += from.channels) - from.channels, averages: false };
    return from.channels === own.signal.channels ? { kind: 'channels', offset: 0, averages: !moves && signals.length === 1 && own.signal.places < from.places } : { kind: 'mixed' };
  });
  return { ...own, weights: weightNoise(both, { node, signal: own.signal }, input.statistics), transfers };
}

/** A unit's weights in both forms; null where it has none. */
function weightsOf({ graph, registry, scheme, round }: SensitivityInput, node: Node): { filters: Filters; rounded: Float32Array; input: string } | null {
  const roles = opOf(registry, node).quant?.roles(contextOf(graph, node)).inputs ?? [];
  const index = roles.findIndex((r) => r?.kind === 'weight');
  const role = roles[index];
  const value = role?.kind === 'weight' ? valueOf(graph, node.inputs[index] ?? '') : undefined;
  if (role?.kind !== 'weight' || value === undefined || !(value.data instanceof Float32Array)) return null;
  const scales = weightScales(value.data, shapeOf(value)[0] ?? 1, scheme);
  const filters = filtersOf(value.data, scales.length, role);
  const input = node.inputs[roles.findIndex((r) => r?.kind === 'activation')] ?? '';
  return { filters, input, rounded: realWeights(round({ filters, scales, input, output: node.outputs[0] ?? '' }), scales) };
}

/** Power of sum((W_q - W) * x) over that of the output, by output channel, where an activation function lets it pass; means are left out, because
 * biases take them back. */
function weightNoise(weights: ReturnType<typeof weightsOf>, { node, signal }: { node: Node; signal: Signal }, { channels }: Statistics): Float64Array {
  const noise = new Float64Array(signal.channels);
  const [input, output] = [channels.get(weights?.input ?? ''), channels.get(node.outputs[0] ?? '')];
  if (weights === null || input === undefined || output === undefined) return noise;
  const { filters: f, rounded } = weights;
  const variance = input.power.map((p, c) => Math.max(0, p - (input.mean[c] ?? 0) ** 2));
  for (let o = 0, at = 0; o < f.outputs; o++) {
    for (let i = 0; i < f.inner; i++) {
      const spread = variance[inputChannel(f, o, i, variance.length)] ?? 0;
      for (let t = 0; t < f.taps; t++, at++) noise[o] = (noise[o] ?? 0) + ((rounded[at] ?? 0) - (f.weights[at] ?? 0)) ** 2 * spread;
    }
  }
  const power = output.power.reduce((a, b) => a + b, 0);
  return noise.map((n, c) => (power === 0 ? 0 : (n * (signal.active[c] ?? 1)) / power));
}
