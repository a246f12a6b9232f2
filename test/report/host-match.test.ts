// What counts as different, by how much, and which outputs are as promised.
import { describe, expect, it } from 'vitest';
import { countDifferent } from '../../src/measure.ts';
import { hostMatchOf, hostMatchText } from '../../src/report/host-match.ts';
import type { CompileReport, HostMatch } from '../../src/report/report.ts';

type Precisions = readonly ('int8' | 'float')[];

function report(units: Precisions, exactFloat = false): CompileReport {
  const unit = (precision: 'int8' | 'float'): CompileReport['units'][number] => ({
    unit: 'u', op: 'Conv', onnxNodes: [], precision, macs: 0, weightBytes: 0, outputShape: [], wSqnrDb: null, aSqnrDb: null, sqnrDropDb: null, wMse: null, aMse: null, rank: null,
  });
  return {
    generator: 'quantune', version: '0', command: 'compile', model: 'm', modelDigest: '', name: 'm', target: 'host', precision: 'mixed', exactFloat, observer: null,
    calibrationSamples: 0, inferences: 0, inputs: [], outputs: [{ name: 'a', dtype: 'f32', shape: [1, 2] }, { name: 'b', dtype: 'i8', shape: [3] }], units: units.map(unit), outputSqnrDb: null,
    memory: { arenaBytes: 0, arenaLowerBoundBytes: 0, weightBytes: 0, tableBytes: 0, regions: [] }, golden: { samples: 2 }, allocation: null, conversions: 0, constantShapes: { forms: 0, flashBytes: 0, savedInstructions: 0 },
  };
}

function bytes(samples: readonly (readonly [readonly number[], readonly number[]])[]): Uint8Array {
  return Buffer.concat(samples.flatMap(([floats, ints]) => [Buffer.from(Float32Array.from(floats).buffer), Buffer.from(Int8Array.from(ints).buffer)]));
}

const EXPECTED = bytes([[[1, -4], [1, 2, 127]], [[0.5, 2], [-128, 0, 5]]]);

function match(one: CompileReport, actual: Uint8Array): HostMatch {
  return hostMatchOf(one, { expected: EXPECTED, actual, bytesDifferent: countDifferent(EXPECTED, actual) });
}

describe('hostMatchOf', () => {
  it('finds nothing in equal outputs, whatever follows them', () => {
    const same = match(report(['int8', 'float']), Buffer.concat([EXPECTED, Uint8Array.of(1, 2)]));
    expect(same).toEqual({
      samples: 2, bytesCompared: 22, bytesDifferent: 0, identical: false, kept: true,
      int8: { valuesCompared: 6, differByOne: 0, differByMore: 0 }, float: { valuesCompared: 4, valuesDifferent: 0, largestError: 0 },
    });
  });

  it('tells INT8 values one step off from those further off, and float errors as a share of the largest value of their tensor', () => {
    const other = match(report(['int8', 'float']), bytes([[[1, -4], [1, 3, 127]], [[0.5, 2.25], [-128, 0, 9]]]));
    expect(other.int8).toEqual({ valuesCompared: 6, differByOne: 1, differByMore: 1 });
    expect(other.float).toEqual({ valuesCompared: 4, valuesDifferent: 1, largestError: 0.125 });
    expect(other.kept).toBe(false);
    expect(hostMatchText(other, false)[1]).toBe('  float: 1 of 4 values, by at most 1.3e-1 of the largest; INT8: 1 of 6 values by one step, 1 by more');
  });

  it('allows one step of INT8 in a thousand values, at least one, beside float units only', () => {
    const one = bytes([[[1, -4], [1, 3, 127]], [[0.5, 2], [-128, 0, 5]]]);
    const two = bytes([[[1, -4], [1, 3, 126]], [[0.5, 2], [-128, 0, 5]]]);
    expect([match(report(['int8', 'float']), one).kept, match(report(['int8', 'float']), two).kept]).toEqual([true, false]);
    expect(match(report(['int8']), one)).toMatchObject({ identical: true, kept: false });
    expect(match(report(['int8', 'float'], true), one)).toMatchObject({ identical: true, kept: false });
    expect(hostMatchText(match(report(['int8']), one), false)).toEqual(["1 of 22 output bytes differ from the executor's (2 golden samples)"]);
    expect(hostMatchText(match(report(['float'], true), EXPECTED), true)).toEqual(["0 of 22 output bytes differ from the executor's (2 golden samples, exact float)"]);
  });

  it('allows 1e-5 of the largest value to networks of float units; what is no number is not near', () => {
    const float = (value: number): HostMatch => match(report(['float']), bytes([[[1 + value, -4], [1, 2, 127]], [[0.5, 2], [-128, 0, 5]]]));
    expect([float(3e-5).kept, float(5e-5).kept]).toEqual([true, false]);
    expect(float(NaN)).toMatchObject({ kept: false, float: { valuesDifferent: 1, largestError: null } });
    expect(hostMatchText(float(NaN), false)[1]).toContain('not all are numbers');
  });
});
