// Float fully connected layer for the WebAssembly executor; constants packed as for its convolution.
import { defineVariant } from './geometry/fields.ts';
import { type FilterShape, float32Constant, packLanes } from './geometry/wasm-packing.ts';
import type { ParamValues } from './program.ts';

function shapeOf(p: ParamValues): FilterShape {
  return { groups: 1, channels: p['out_c'] ?? 0, length: p['in_c'] ?? 0 };
}

export default defineVariant('wasm', {
  exactFloat: true,
  pack: (p, constants) => ({
    ...constants,
    w: packLanes(float32Constant(constants, 'w'), shapeOf(p)),
    bias: packLanes(float32Constant(constants, 'bias'), { ...shapeOf(p), length: 1 }),
  }),
});
