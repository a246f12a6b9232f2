// Int8 depthwise convolution by widening multiplies, where each output channel has its own input channel. Scratch: one pixel of padding.
import { defineVariant } from './geometry/fields.ts';
import { fitsInPairs, isPlainDepthwise, needsNoPreShift, packDepthwise, withoutPreShift } from './geometry/neon-packing.ts';
import { int32Constant, int8Constant } from './geometry/wasm-packing.ts';

export default defineVariant('neon', {
  supports: (p, constants) => isPlainDepthwise(p) && needsNoPreShift(p, constants) && fitsInPairs(constants),
  pack: (p, constants) => {
    const { w, entries } = packDepthwise(int8Constant(constants, 'w'), withoutPreShift(int32Constant(constants, 'requant'), p), p['out_c'] ?? 0);
    return { ...constants, w, requant: entries };
  },
  scratchBytes: (p) => p['in_c'] ?? 0,
});
