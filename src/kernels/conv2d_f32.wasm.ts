// Float convolution for the WebAssembly executor. Scratch: four gathered patches.
import { patchIsContiguous, patchLength } from './geometry/conv.ts';
import { defineVariant } from './geometry/fields.ts';
import { convOverlap } from './geometry/overlap.ts';
import { type FilterShape, float32Constant, packLanes } from './geometry/wasm-packing.ts';
import type { ParamValues } from './program.ts';

function shapeOf(p: ParamValues): FilterShape {
  const groups = p['groups'] ?? 1;
  return { groups, channels: (p['out_c'] ?? 0) / groups, length: patchLength(p) };
}

export default defineVariant('wasm', {
  exactFloat: true,
  pack: (p, constants) => ({
    ...constants,
    w: packLanes(float32Constant(constants, 'w'), shapeOf(p)),
    bias: packLanes(float32Constant(constants, 'bias'), { ...shapeOf(p), length: 1 }),
  }),
  scratchBytes: (p) => (patchIsContiguous(p) ? 0 : 4 * 4 * patchLength(p)),
  overlap: convOverlap({ input: 4, output: 4 }, 4),
});
