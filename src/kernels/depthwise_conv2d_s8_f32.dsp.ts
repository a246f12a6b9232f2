// Int8 depthwise convolution to float for cores with the DSP extension: tiles, weights and scratch as depthwise_conv2d_s8, {bias, scale} per channel.
import { depthwiseScratchBytes, packDepthwise, supportsDepthwise } from './geometry/dsp-depthwise.ts';
import { defineVariant } from './geometry/fields.ts';
import { int8Constant } from './geometry/wasm-packing.ts';

export default defineVariant('dsp', {
  exactFloat: true,
  supports: supportsDepthwise,
  pack: (p, constants) => ({ ...constants, w: packDepthwise(int8Constant(constants, 'w'), p) }),
  scratchBytes: depthwiseScratchBytes,
});
