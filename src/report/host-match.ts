// The outputs of a target beside those of the executor: bytes, INT8 values by steps, float values by their error, and whether that is what is
// promised. Identical bytes where no unit computes in float or all do so exactly; else the bounds below. Knows outputs only.
import { elementCount } from '../ir/tensor.ts';
import type { CompileReport, HostMatch, IoReport } from './report.ts';

/** Without exact float: share of INT8 values that may differ, by one step. */
const MOST_STEPS = 0.001;
/** Largest error of the outputs of a network of float units only, as a share of the tensor's largest value. */
const MOST_ERROR = 1e-5;

/** One output of one sample. */
interface Pair {
  readonly io: IoReport;
  readonly expected: DataView;
  readonly actual: DataView;
}

function pairsOf(outputs: readonly IoReport[], expected: Uint8Array, actual: Uint8Array): Pair[] {
  const pairs: Pair[] = [];
  for (let at = 0; at < expected.length;) {
    for (const io of outputs) {
      const bytes = elementCount(io.shape) * (io.dtype === 'f32' ? 4 : 1);
      const view = (data: Uint8Array): DataView => new DataView(data.buffer, data.byteOffset + at, bytes);
      pairs.push({ io, expected: view(expected), actual: view(actual) });
      at += bytes;
    }
  }
  return pairs;
}

/** Distance in steps of every value. */
function stepsOf({ io, expected, actual }: Pair): number[] {
  const read = (view: DataView, i: number): number => (io.dtype === 'u8' ? view.getUint8(i) : view.getInt8(i));
  return Array.from({ length: expected.byteLength }, (_, i) => Math.abs(read(expected, i) - read(actual, i)));
}

/** Error of every value relative to the largest; 0 where the bits are equal, infinite beside what is no number. */
function errorsOf({ expected, actual }: Pair): number[] {
  const offsets = Array.from({ length: expected.byteLength / 4 }, (_, i) => 4 * i);
  const top = Math.max(...offsets.map((at) => Math.abs(expected.getFloat32(at, true))));
  return offsets.map((at) => {
    if (expected.getUint32(at, true) === actual.getUint32(at, true)) return 0;
    const error = Math.abs(expected.getFloat32(at, true) - actual.getFloat32(at, true)) / top;
    return Number.isFinite(error) ? Math.max(error, Number.MIN_VALUE) : Infinity;
  });
}

/** Outputs of the golden samples, as the executor gave them and as the target did; the latter may be followed by more. */
export interface GoldenOutputs {
  readonly expected: Uint8Array;
  readonly actual: Uint8Array;
  readonly bytesDifferent: number;
}

export function hostMatchOf(report: CompileReport, { expected, actual, bytesDifferent }: GoldenOutputs): HostMatch {
  const pairs = pairsOf(report.outputs, expected, actual);
  const steps = pairs.filter((p) => p.io.dtype !== 'f32').flatMap(stepsOf);
  const errors = pairs.filter((p) => p.io.dtype === 'f32').flatMap(errorsOf);
  const int8 = { valuesCompared: steps.length, differByOne: steps.filter((s) => s === 1).length, differByMore: steps.filter((s) => s > 1).length };
  const largest = errors.reduce((max, e) => Math.max(max, e), 0);
  const float = { valuesCompared: errors.length, valuesDifferent: errors.filter((e) => e > 0).length, largestError: Number.isFinite(largest) ? largest : null };
  const identical = report.exactFloat || report.units.every((u) => u.precision === 'int8');
  const floatOnly = report.units.every((u) => u.precision === 'float');
  const bounded = int8.differByMore === 0 && int8.differByOne <= Math.ceil(MOST_STEPS * steps.length) && (!floatOnly || largest <= MOST_ERROR);
  return { samples: report.golden.samples, bytesCompared: expected.length, bytesDifferent, identical, int8, float, kept: identical ? bytesDifferent === 0 : bounded };
}

/** What people read of it; the second line only where other bytes are allowed. */
export function hostMatchText(match: HostMatch, exactFloat: boolean): string[] {
  const { int8, float } = match;
  const error = float.largestError === null ? 'not all are numbers' : `by at most ${float.largestError.toExponential(1)} of the largest`;
  return [
    `${match.bytesDifferent} of ${match.bytesCompared} output bytes differ from the executor's (${match.samples} golden samples${exactFloat ? ', exact float' : ''})`,
    ...(match.identical ? [] : [
      `  float: ${float.valuesDifferent} of ${float.valuesCompared} values, ${error}; INT8: ${int8.differByOne} of ${int8.valuesCompared} values by one step, ${int8.differByMore} by more`,
    ]),
  ];
}
