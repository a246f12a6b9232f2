// Predicts the noise at the network's outputs for any choice of precisions, from one quantized inference. Each unit adds an intrinsic part (from its
// weights, and from rounding its output) and passes on what its inputs carry; both are read off the measured noise-to-signal ratios, so that the
// prediction for all INT8 is the measurement. Noise of different units is taken as independent: their powers add.
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

/** Noise of a unit's own, and the share of its inputs' noise that reaches its output: together they give what was measured. Inputs are taken to pass
 * on whole; where that and the unit's own noise exceed the measurement both shrink, where they fall short inputs are amplified. */
function ownNoise(unit: UnitSensitivity): { own: number; passes: number } {
  const predicted = unit.quantizable ? unit.roundingNoise + unit.weightNoise : 0;
  if (unit.inputNoise === 0) return { own: unit.outputNoise, passes: 1 };
  if (predicted + unit.inputNoise <= unit.outputNoise) return { own: predicted, passes: (unit.outputNoise - predicted) / unit.inputNoise };
  const shrink = unit.outputNoise / (predicted + unit.inputNoise);
  return { own: predicted * shrink, passes: shrink };
}

/** Gain of every unit's noise to the outputs, walked backwards; units are in topological order. */
export function noiseModel({ units, outputs }: Sensitivity): NoiseModel {
  const gains = new Map<NodeId, number>(outputs.map((id) => [id, 1 / outputs.length]));
  const readers = new Map<NodeId, NodeId[]>();
  for (const unit of units) for (const { id } of unit.sources) readers.set(id, [...(readers.get(id) ?? []), unit.id]);
  const model: [NodeId, UnitNoise][] = [];
  for (const unit of [...units].reverse()) {
    const gain = gains.get(unit.id) ?? 0;
    const { own, passes } = ownNoise(unit);
    for (const { id, share } of unit.sources) gains.set(id, (gains.get(id) ?? 0) + gain * passes * share);
    const storing = Math.min(own, unit.roundingNoise);
    model.push([unit.id, { unit, computing: gain * (own - storing), storing: gain * storing, readers: readers.get(unit.id) ?? [] }]);
  }
  return new Map(model.reverse());
}

/** Share of `storing` that remains: each reader sees rounded values unless both ends are float. */
export function storedShare(noise: UnitNoise, precision: PrecisionMap): number {
  if (precision.get(noise.unit.id) === 'int8') return 1;
  const int8 = noise.readers.filter((id) => precision.get(id) === 'int8').length;
  return noise.readers.length === 0 ? 0 : int8 / noise.readers.length;
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
