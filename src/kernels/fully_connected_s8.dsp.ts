// Int8 fully connected layer for cores with the DSP extension: four channels at a time, {bias, M, addend, s} per channel.
import { fitsDualWeights, packDspRequant, packDualFours } from './geometry/dsp-packing.ts';
import { defineVariant } from './geometry/fields.ts';
import { type FilterShape, int32Constant, int8Constant } from './geometry/wasm-packing.ts';
import type { ParamValues } from './program.ts';

export function rowShape(p: ParamValues): FilterShape {
  return { groups: 1, channels: p['out_c'] ?? 0, length: p['in_c'] ?? 0 };
}

export default defineVariant('dsp', {
  supports: (p, constants) => fitsDualWeights(int8Constant(constants, 'w'), rowShape(p)),
  pack: (p, constants) => ({
    ...constants,
    w: packDualFours(int8Constant(constants, 'w'), p['out_c'] ?? 0, p['in_c'] ?? 0),
    requant: packDspRequant(int32Constant(constants, 'requant'), p, rowShape(p), 4),
  }),
});
