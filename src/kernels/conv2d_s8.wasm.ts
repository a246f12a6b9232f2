// Int8 convolution for the WebAssembly executor. Scratch: four patches widened to int16 and room for one gathered patch.
import { patchIsContiguous, patchLength } from './geometry/conv.ts';
import { defineVariant } from './geometry/fields.ts';
import { INT8, convOverlap } from './geometry/overlap.ts';
import { type FilterShape, int32Constant, int8Constant, packChannels, packPairs, packRequant } from './geometry/wasm-packing.ts';
import type { KernelConstants } from './kernel-def.ts';
import type { ParamValues } from './program.ts';

export function convScratchBytes(p: ParamValues): number {
  return 4 * 4 * Math.ceil(patchLength(p) / 2) + (patchIsContiguous(p) ? 0 : patchLength(p));
}

/** Output channels of a convolution by group. */
export function filterShape(p: ParamValues): FilterShape {
  const groups = p['groups'] ?? 1;
  return { groups, channels: (p['out_c'] ?? 0) / groups, length: patchLength(p) };
}

/** Constants of the forms with two numbers per channel, of which `name` holds pairs. */
export function packPairsAndChannels(p: ParamValues, constants: KernelConstants, name: string): KernelConstants {
  const shape = filterShape(p);
  return { ...constants, w: packPairs(int8Constant(constants, 'w'), shape), [name]: packChannels(int32Constant(constants, name), shape) };
}

export default defineVariant('wasm', {
  pack: (p, constants) => ({
    ...constants,
    w: packPairs(int8Constant(constants, 'w'), filterShape(p)),
    requant: packRequant(int32Constant(constants, 'requant'), p, filterShape(p)),
  }),
  scratchBytes: convScratchBytes,
  overlap: convOverlap(INT8),
});
