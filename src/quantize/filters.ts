// Weights as the methods of this folder see them: [output][inner][taps], and which input channel each element multiplies.
// Comes from the 'weight' role of the quant facet; knows no operator.
import type { QuantRole } from '../ops/op-def.ts';

export interface Filters {
  readonly weights: Float32Array;
  readonly outputs: number;
  /** Input channels of one group. */
  readonly inner: number;
  readonly taps: number;
  readonly groups: number;
}

export function filtersOf(weights: Float32Array, outputs: number, role: Extract<QuantRole, { kind: 'weight' }>): Filters {
  const { groups = 1, taps = 1 } = role;
  return { weights, outputs, inner: weights.length / outputs / taps, taps, groups };
}

/** Input channel that inner index `i` of output `o` reads; a flattened image of `channels` repeats them. */
export function inputChannel(f: Filters, o: number, i: number, channels: number): number {
  return (Math.floor(o / (f.outputs / f.groups)) * f.inner + i) % channels;
}
