// Int8 depthwise convolution for the WebAssembly executor, where each output channel has its own input channel.
// Weights [kernel_h][kernel_w][channels], channels filled up to a multiple of eight; needs no scratch.
import { defineVariant } from './geometry/fields.ts';
import { INT8, depthwiseOverlap } from './geometry/overlap.ts';
import { LANES, int32Constant, int8Constant, packRequant } from './geometry/wasm-packing.ts';

function widenRows(w: Int8Array, channels: number): Int8Array {
  const stride = Math.ceil(channels / LANES) * LANES;
  const packed = new Int8Array((w.length / channels) * stride);
  for (let tap = 0; tap * channels < w.length; tap++) packed.set(w.subarray(tap * channels, (tap + 1) * channels), tap * stride);
  return packed;
}

export default defineVariant('wasm', {
  supports: (p) => p['in_c'] === p['out_c'],
  overlap: depthwiseOverlap(INT8),
  pack: (p, constants) => ({
    ...constants,
    w: widenRows(int8Constant(constants, 'w'), p['out_c'] ?? 0),
    requant: packRequant(int32Constant(constants, 'requant'), p, { groups: 1, channels: p['out_c'] ?? 0, length: 1 }),
  }),
});
