// What a report says of how INT8 was made: the techniques that were on, and what ranges rest on where there was no data.
import type { QuantScheme } from '../quantize/scheme.ts';
import { type RangeSource, type StatedRanges, guessedShare } from '../quantize/without-data.ts';
import type { TechniquesReport, WithoutDataReport } from './report.ts';

export function techniquesReport({ equalize, correctBias, compensateRounding, fuseResidual, quantizeAt, scheme }: Omit<TechniquesReport, 'biasCorrection' | 'schema' | 'symmetric'> & { readonly correctBias: boolean; readonly scheme: QuantScheme }): TechniquesReport {
  const schema = scheme.perChannel ? 'per-channel' : scheme.powerOfTwo ? 'power-of-two' : 'per-tensor';
  return { equalize, biasCorrection: correctBias, compensateRounding, fuseResidual, schema, symmetric: scheme.symmetric, quantizeAt };
}

export function withoutDataReport(stated: StatedRanges | null): WithoutDataReport | null {
  if (stated === null) return null;
  const count = (source: RangeSource): number => stated.sources.filter((s) => s.source === source).length;
  const { low = 0, high = 0, count: randomInputs = 0 } = stated.dataSet.random ?? {};
  return {
    inputRange: [low, high], randomInputs, guessedShare: guessedShare(stated),
    batchNormalization: count('batch-normalization'), propagated: count('propagated'), known: count('known'), guessed: count('guessed'), ranges: stated.sources,
  };
}
