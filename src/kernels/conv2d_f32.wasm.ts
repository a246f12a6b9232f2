// Float convolution for the WebAssembly executor. Scratch: four gathered patches.
import { patchIsContiguous, patchLength } from './geometry/conv.ts';
import { filterShape } from './conv2d_s8.wasm.ts';
import { defineVariant } from './geometry/fields.ts';
import { convOverlap } from './geometry/overlap.ts';
import { float32Constant, packLanes } from './geometry/wasm-packing.ts';
import type { KernelConstants, KernelVariant } from './kernel-def.ts';
import type { ParamValues } from './program.ts';

function packFilters(p: ParamValues, constants: KernelConstants): KernelConstants {
  const shape = filterShape(p);
  return { ...constants, w: packLanes(float32Constant(constants, 'w'), shape), bias: packLanes(float32Constant(constants, 'bias'), { ...shape, length: 1 }) };
}

/** The variant whose outputs have some bytes per element. */
export function floatConvolution(outputBytes: 1 | 4): KernelVariant {
  return defineVariant('wasm', {
    exactFloat: true,
    pack: packFilters,
    scratchBytes: (p) => (patchIsContiguous(p) ? 0 : 4 * 4 * patchLength(p)),
    overlap: convOverlap({ input: 4, output: outputBytes }, 4),
  });
}

export default floatConvolution(4);
