// Int8 fully connected layer to float for cores with the DSP extension: weights as fully_connected_s8, {bias, scale} per channel.
import { rowShape } from './fully_connected_s8.dsp.ts';
import { fitsDualWeights, packDspChannels, packDualFours } from './geometry/dsp-packing.ts';
import { defineVariant } from './geometry/fields.ts';
import { int32Constant, int8Constant } from './geometry/wasm-packing.ts';

export default defineVariant('dsp', {
  exactFloat: true,
  supports: (p, constants) => fitsDualWeights(int8Constant(constants, 'w'), rowShape(p)),
  pack: (p, constants) => ({
    ...constants,
    w: packDualFours(int8Constant(constants, 'w'), p['out_c'] ?? 0, p['in_c'] ?? 0),
    channel: packDspChannels(int32Constant(constants, 'channel'), rowShape(p), 4),
  }),
});
