// Float convolution by fused multiply-adds, where it pays on transformed tiles. Scratch: four gathered patches, or eight transformed tiles.
import { defineVariant } from './geometry/fields.ts';
import { filterShape, packFloat, packWinograd, patchScratchF32 } from './geometry/neon-packing.ts';
import { winogradPays, winogradScratch } from './geometry/winograd.ts';

export default defineVariant('neon', {
  pack: (p, constants) => (winogradPays(p) && constants['pad'] === undefined ? packWinograd(constants, p['out_c'] ?? 0, p['in_c'] ?? 0) : packFloat(constants, filterShape(p))),
  form: (p) => (winogradPays(p) ? 'tiles' : 'direct'),
  scratchBytes: (p) => (winogradPays(p) ? winogradScratch(p) : patchScratchF32(p)),
});
