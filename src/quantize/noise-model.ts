// Predicts the noise at the network's outputs for any choice of precisions, from one quantized inference. Each unit adds a part of its own (rounding of
// its weights, storing its output) and passes on what its inputs carry (noise-transfer.ts). Noise of different units is taken as independent: their
// powers add. The prediction for all INT8 is the measurement.
import type { ChannelNoise } from '../data/metrics/channel-noise.ts';
import type { NodeId } from '../ir/graph.ts';
import { type Gains, addGains, noGains, transferred } from './noise-transfer.ts';
import type { Sensitivity, UnitNoiseSources, UnitSensitivity } from './sensitivity.ts';
import type { PrecisionMap } from './scales.ts';

export interface UnitNoise {
  readonly unit: UnitSensitivity;
  /** Noise over signal at the network's outputs that is gone when the unit computes in float. */
  readonly computing: number;
  /** ... that is gone when its output is stored in float. */
  readonly storing: number;
  /** Units that read it, once for every input that does. */
  readonly readers: readonly NodeId[];
  /** Part of `storing` that arrives through one input of a reader. */
  readonly through: ReadonlyMap<NodeId, number>;
}

export type NoiseModel = ReadonlyMap<NodeId, UnitNoise>;

/** Share of the rounding errors of weights that all places of a channel see alike: activations vary less in their means than from place to place. */
const WEIGHTS_ALIKE = 0.05;
/** A unit passes on what its weights say, times this power of what was measured over that, within limits: errors of one unit are
 * independent where they arise and less so downstream, where the measurement says how much. */
const TRUST = 0.75;
const LARGEST_CORRECTION = 4;
/** Range of the common factor that makes the sum of all contributions the measurement, and steps of the bisection for it; what they leave is spread over all. */
const FACTORS = [0.05, 20] as const;
const BISECTIONS = 8;

const NO_NOISE: ChannelNoise = { all: new Float64Array(0), alike: new Float64Array(0) };

interface Edge {
  readonly reader: UnitSensitivity;
  /** Index among the reader's sources. */
  readonly input: number;
}

/** Units with their edges, and what was measured beyond what the weights say. */
interface Network {
  readonly units: readonly UnitSensitivity[];
  readonly byId: ReadonlyMap<NodeId, UnitSensitivity>;
  readonly edges: ReadonlyMap<NodeId, readonly Edge[]>;
  readonly outputs: readonly NodeId[];
  readonly corrections: ReadonlyMap<NodeId, { readonly alike: number; readonly apart: number }>;
}

function total(noise: Float64Array): number {
  return noise.reduce((a, b) => a + b, 0);
}

function apartOf({ all, alike }: ChannelNoise): Float64Array {
  return all.map((v, c) => Math.max(0, v - (alike[c] ?? 0)));
}

/** Noise that gains weigh. */
function weighted(noise: ChannelNoise, gains: Gains): number {
  return noise.all.reduce((sum, all, c) => {
    const alike = Math.min(all, noise.alike[c] ?? 0);
    return sum + alike * (gains.alike[c] ?? 0) + (all - alike) * (gains.apart[c] ?? 0);
  }, 0);
}

/** Whether the unit itself rounds what it writes. */
function stores(unit: UnitSensitivity): boolean {
  return unit.quantizable && !unit.movesOnly;
}

/** Whether the unit makes sums of its inputs, so that it depends on how errors are related what comes out. */
function mixes({ noise, movesOnly, sources }: UnitSensitivity): boolean {
  return !movesOnly && (sources.length > 1 || noise?.transfers.some((t) => t.kind === 'linear') === true);
}

/** Rounding of the weights, as far as the measurement leaves room for it; a unit that reads the network's input rounds that too, which shows in what
 * its output has beyond the rest. */
function computed(unit: UnitSensitivity, noise: UnitNoiseSources): ChannelNoise {
  const alike = noise.signal.places === 1 ? 1 : WEIGHTS_ALIKE;
  const rest = without(noise.measured, stores(unit) ? noise.stored : NO_NOISE);
  if (!unit.quantizable) return { all: rest.all.map(() => 0), alike: rest.all.map(() => 0) };
  if (unit.sources.length === 0) return { all: rest.all, alike: rest.alike.map((v, c) => Math.min(rest.all[c] ?? 0, Math.max(v, alike * (noise.weights[c] ?? 0)))) };
  const all = noise.weights.map((w, c) => Math.min(w, rest.all[c] ?? 0));
  return { all, alike: all.map((w) => w * alike) };
}

/** Noise less a part of it. */
function without(noise: ChannelNoise, part: ChannelNoise): ChannelNoise {
  const less = (all: Float64Array, own: Float64Array): Float64Array => all.map((v, c) => Math.max(0, v - (own[c] ?? 0)));
  return { all: less(noise.all, part.all), alike: less(noise.alike, part.alike) };
}

/** Noise at the unit's output that its inputs' measured noise explains, by the weights alone. */
function explained(unit: UnitSensitivity, noise: UnitNoiseSources, byId: Network['byId'], gains: Gains): number {
  return unit.sources.reduce((sum, { id }, i) => {
    const source = byId.get(id);
    const transfer = noise.transfers[i];
    if (!source?.noise || transfer === undefined) return sum;
    const carried = source.summedIn === unit.id ? without(source.noise.measured, source.noise.stored) : source.noise.measured;
    return sum + weighted(carried, transferred(transfer, source.noise.signal, noise.signal, gains));
  }, 0);
}

/** What was measured over what the weights explain, by kind of error; as far as it is trusted. */
function correctionOf(unit: UnitSensitivity, byId: Network['byId']): { alike: number; apart: number } {
  const { noise } = unit;
  if (noise === null || unit.sources.length === 0 || !mixes(unit)) return { alike: 1, apart: 1 };
  const ones = noGains(noise.signal.channels).alike.fill(1);
  const own = computed(unit, noise);
  const correction = (of: (n: ChannelNoise) => Float64Array, gains: Gains): number => {
    const expected = explained(unit, noise, byId, gains);
    const rest = total(of(noise.measured)) - (stores(unit) ? total(of(noise.stored)) : 0) - total(of(own));
    return expected === 0 ? 1 : Math.min(LARGEST_CORRECTION, Math.max(1 / LARGEST_CORRECTION, rest / expected)) ** TRUST;
  };
  const none = noGains(noise.signal.channels).alike;
  const alike = correction((n) => n.alike, { alike: ones, apart: none });
  return { alike, apart: noise.signal.places === 1 ? alike : correction(apartOf, { alike: none, apart: ones }) };
}

function networkOf({ units, outputs }: Sensitivity): Network {
  const byId = new Map(units.map((u) => [u.id, u]));
  const edges = new Map<NodeId, Edge[]>();
  for (const reader of units) reader.sources.forEach(({ id }, input) => edges.set(id, [...(edges.get(id) ?? []), { reader, input }]));
  return { units, byId, edges, outputs, corrections: new Map(units.map((u) => [u.id, correctionOf(u, byId)])) };
}

/** What gains at the readers make of a unit's output: gains of it, and the noise that storing it sends through each reader. */
interface Reached {
  readonly gains: Gains;
  readonly through: ReadonlyMap<NodeId, number>;
  readonly storing: number;
}

/** Errors that a unit makes arrive at its readers as its weights say; from there on corrected by what was measured. */
function reached(network: Network, { unit, noise, factor }: { unit: UnitSensitivity; noise: UnitNoiseSources; factor: number }, gains: ReadonlyMap<NodeId, Gains>): Reached {
  const { edges, outputs, corrections } = network;
  const own = noGains(noise.signal.channels);
  for (const list of [own.alike, own.apart]) list.fill(outputs.includes(unit.id) ? 1 / outputs.length : 0);
  const stored = stores(unit) || unit.movesOnly ? noise.stored : NO_NOISE;
  const readers = edges.get(unit.id) ?? [];
  const atOutput = weighted(stored, own);
  const through = new Map<NodeId, number>();
  for (const { reader, input } of readers) {
    const [there, transfer] = [gains.get(reader.id), reader.noise?.transfers[input]];
    let sent = atOutput / readers.length;
    if (there !== undefined && transfer !== undefined && reader.noise !== null) {
      const to = reader.noise.signal;
      const passing = mixes(reader) ? factor : 1;
      const { alike, apart } = corrections.get(reader.id) ?? { alike: 1, apart: 1 };
      sent += weighted(stored, transferred(transfer, noise.signal, to, scaled(there, passing, passing)));
      addGains(own, transferred(transfer, noise.signal, to, scaled(there, passing * alike, passing * apart)));
    }
    const times = readers.filter((e) => e.reader === reader).length;
    through.set(reader.id, (through.get(reader.id) ?? 0) + sent / times);
  }
  return { gains: own, through, storing: readers.length === 0 ? atOutput : readers.reduce((sum, { reader }) => sum + (through.get(reader.id) ?? 0), 0) };
}

function scaled({ alike, apart }: Gains, byAlike: number, byApart: number): Gains {
  return { alike: alike.map((g) => g * byAlike), apart: apart.map((g) => g * byApart) };
}

/** Contributions of all units when every unit passes `factor` times what it is expected to pass; units are in topological order. */
function contributions(network: Network, factor: number): NoiseModel {
  const gains = new Map<NodeId, Gains>();
  const model = [...network.units].reverse().map((unit): [NodeId, UnitNoise] => {
    const readers = (network.edges.get(unit.id) ?? []).map((e) => e.reader.id);
    const { noise } = unit;
    if (noise === null) return [unit.id, { unit, computing: 0, storing: 0, readers, through: new Map() }];
    const { gains: own, through, storing } = reached(network, { unit, noise, factor }, gains);
    gains.set(unit.id, own);
    return [unit.id, { unit, computing: weighted(computed(unit, noise), own), storing, readers, through }];
  });
  return new Map(model.reverse());
}

function allInt8(units: readonly UnitSensitivity[]): PrecisionMap {
  return new Map(units.map((u) => [u.id, u.quantizable ? 'int8' : 'float']));
}

/** Models by the analysis that they are of: allocation and every row of a report ask for the same one. */
const KNOWN = new WeakMap<Sensitivity, NoiseModel>();

/** The model whose sum for all INT8 is the measurement: one common factor on what units pass, and what is left on all contributions. */
export function noiseModel(sensitivity: Sensitivity): NoiseModel {
  const model = KNOWN.get(sensitivity) ?? modelOf(sensitivity);
  KNOWN.set(sensitivity, model);
  return model;
}

function modelOf(sensitivity: Sensitivity): NoiseModel {
  const network = networkOf(sensitivity);
  const { units, outputs } = sensitivity;
  const int8 = allInt8(units);
  const measured = units.reduce((sum, u) => sum + (outputs.includes(u.id) ? u.outputNoise / outputs.length : 0), 0);
  let [low, high] = FACTORS.map(Math.log2) as [number, number];
  for (let i = 0; i < BISECTIONS && measured > 0; i++) {
    const middle = (low + high) / 2;
    if (predictedNoise(contributions(network, 2 ** middle), int8) > measured) high = middle;
    else low = middle;
  }
  return asMeasured(contributions(network, measured > 0 ? 2 ** ((low + high) / 2) : 1), int8, measured);
}

/** Scales all contributions alike, so that the prediction for all INT8 is the measurement. */
function asMeasured(model: NoiseModel, int8: PrecisionMap, measured: number): NoiseModel {
  const predicted = predictedNoise(model, int8);
  if (predicted === 0) return model;
  const factor = measured / predicted;
  return new Map([...model].map(([id, noise]) => [id, {
    ...noise, computing: noise.computing * factor, storing: noise.storing * factor, through: new Map([...noise.through].map(([reader, n]) => [reader, n * factor])),
  }]));
}

/** Whether the unit's output is stored in INT8 whoever reads it: else each reader decides. */
export function alwaysStores({ unit, readers }: UnitNoise, precision: 'int8' | 'float' | undefined): boolean {
  return precision === 'int8' && !unit.movesOnly && (!unit.converts || readers.length === 0);
}

/** Whether a reader in INT8 makes the unit's output be rounded, that was not. */
export function roundsForReaders(noise: UnitNoise, precision: 'int8' | 'float' | undefined): boolean {
  return !alwaysStores(noise, precision) && !(noise.unit.movesOnly && precision === 'int8');
}

/** Whether a reader sees rounded values: one in INT8 does, but a sum that takes the accumulators. */
export function roundedFor(noise: UnitNoise, own: 'int8' | 'float' | undefined, reader: 'int8' | 'float' | undefined): boolean {
  return reader === 'int8' && roundsForReaders(noise, own) && !(own === 'int8' && noise.unit.summedIn !== null);
}

/** Part of `storing` that is there. */
function storedNoise(noise: UnitNoise, precision: PrecisionMap): number {
  const own = precision.get(noise.unit.id);
  if (!roundsForReaders(noise, own)) return alwaysStores(noise, own) ? noise.storing : 0;
  return noise.readers.reduce((sum, id) => sum + (roundedFor(noise, own, precision.get(id)) ? (noise.through.get(id) ?? 0) : 0), 0);
}

/** Noise over signal at the outputs. */
export function predictedNoise(model: NoiseModel, precision: PrecisionMap): number {
  let sum = 0;
  for (const [id, noise] of model) sum += (precision.get(id) === 'int8' ? noise.computing : 0) + storedNoise(noise, precision);
  return sum;
}

export function predictedSqnrDb(model: NoiseModel, precision: PrecisionMap): number {
  return -10 * Math.log10(Math.max(predictedNoise(model, precision), 1e-20));
}
