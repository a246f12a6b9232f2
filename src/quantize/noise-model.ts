// Predicts the noise at the network's outputs for any choice of precisions, from one quantized inference. Each unit adds a part of its own (rounding of
// its weights, storing its output) and passes on what its inputs carry. Noise of different units is taken as independent: their powers add.
// The prediction for all INT8 is the measurement.
import type { NodeId } from '../ir/graph.ts';
import type { Sensitivity, UnitSensitivity } from './sensitivity.ts';
import type { PrecisionMap } from './scales.ts';

export interface UnitNoise {
  readonly unit: UnitSensitivity;
  /** Noise over signal at the network's outputs that is gone when the unit computes in float. */
  readonly computing: number;
  /** ... that is gone when its output is stored in float. */
  readonly storing: number;
  /** Units that read it. */
  readonly readers: readonly NodeId[];
}

export type NoiseModel = ReadonlyMap<NodeId, UnitNoise>;

/** Share of independent noise in the inputs that reaches the output; at most so much that the rounding of the inputs alone explains what was measured. */
function independentPass(unit: UnitSensitivity, rounded: number): number | null {
  if (unit.whitePass === null) return null;
  return rounded === 0 || unit.outputNoise === 0 ? unit.whitePass : Math.min(unit.whitePass, unit.outputNoise / rounded);
}

/** Share of the inputs' noise over signal that reaches the output: what was measured less what the unit adds; where the measurement cannot tell
 * them apart, that of independent errors. */
function measuredPass(unit: UnitSensitivity, own: number, white: number | null): number {
  if (unit.inputNoise === 0) return white ?? 1;
  const measured = (unit.outputNoise - own) / unit.inputNoise;
  return Math.max(measured, Math.min(white ?? 1, unit.outputNoise / unit.inputNoise));
}

/** What computing in INT8 adds; a unit that reads the network's input rounds it too, which shows in what its output has beyond the rest. */
function computed(unit: UnitSensitivity): number {
  return unit.sources.length > 0 ? unit.weightNoise : Math.max(unit.weightNoise, unit.outputNoise - unit.roundingNoise - unit.saturationNoise);
}

/** Gains of a unit's noise to the outputs. */
interface Gains {
  /** Of errors as they were measured: alike in neighbouring elements, so that sums do not average them out. */
  readonly alike: number;
  /** Of errors that are independent from element to element when they arise, and less and less so on their way. */
  readonly independent: number;
}

/** Gains of every unit, walked backwards; units are in topological order. What begins independent passes the next unit as such and is then between
 * the two kinds: the geometric mean of their gains. */
export function noiseModel({ units, outputs }: Sensitivity): NoiseModel {
  const gains = new Map<NodeId, Gains>(outputs.map((id) => [id, { alike: 1 / outputs.length, independent: 1 / outputs.length }]));
  const readers = new Map<NodeId, NodeId[]>();
  for (const unit of units) for (const { id } of unit.sources) readers.set(id, [...(readers.get(id) ?? []), unit.id]);
  const byId = new Map(units.map((u) => [u.id, u]));
  const model: [NodeId, UnitNoise][] = [];
  for (const unit of [...units].reverse()) {
    const { alike, independent } = gains.get(unit.id) ?? { alike: 0, independent: 0 };
    const between = Math.sqrt(alike * independent);
    const rounded = unit.sources.reduce((sum, { id, share }) => sum + share * (byId.get(id)?.roundingNoise ?? 0), 0);
    const white = independentPass(unit, rounded);
    const pass = measuredPass(unit, unit.quantizable && !unit.movesOnly ? unit.roundingNoise + unit.saturationNoise + unit.weightNoise : 0, white);
    for (const { id, share } of unit.sources) {
      const known = gains.get(id) ?? { alike: 0, independent: 0 };
      gains.set(id, { alike: known.alike + alike * pass * share, independent: known.independent + between * (white ?? pass) * share });
    }
    const storing = independent * unit.roundingNoise + alike * unit.saturationNoise;
    model.push([unit.id, { unit, computing: between * computed(unit), storing, readers: readers.get(unit.id) ?? [] }]);
  }
  return asMeasured(new Map(model.reverse()), units, outputs);
}

/** Scales all contributions alike, so that the prediction for all INT8 is the measurement. */
function asMeasured(model: NoiseModel, units: readonly UnitSensitivity[], outputs: readonly NodeId[]): NoiseModel {
  const measured = units.reduce((sum, u) => sum + (outputs.includes(u.id) ? u.outputNoise / outputs.length : 0), 0);
  const predicted = predictedNoise(model, new Map(units.map((u) => [u.id, u.quantizable ? 'int8' : 'float'])));
  if (predicted === 0) return model;
  const factor = measured / predicted;
  return new Map([...model].map(([id, noise]) => [id, { ...noise, computing: noise.computing * factor, storing: noise.storing * factor }]));
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

/** Share of `storing` that remains. */
export function storedShare(noise: UnitNoise, precision: PrecisionMap): number {
  const own = precision.get(noise.unit.id);
  if (!roundsForReaders(noise, own)) return alwaysStores(noise, own) ? 1 : 0;
  const rounded = noise.readers.filter((id) => roundedFor(noise, own, precision.get(id))).length;
  return noise.readers.length === 0 ? 0 : rounded / noise.readers.length;
}

/** Noise over signal at the outputs. */
export function predictedNoise(model: NoiseModel, precision: PrecisionMap): number {
  let sum = 0;
  for (const [id, noise] of model) sum += (precision.get(id) === 'int8' ? noise.computing : 0) + noise.storing * storedShare(noise, precision);
  return sum;
}

export function predictedSqnrDb(model: NoiseModel, precision: PrecisionMap): number {
  return -10 * Math.log10(Math.max(predictedNoise(model, precision), 1e-20));
}
