// Int8 convolution with a residual added to its accumulators: y = clamp((hi32((acc << pre_shift) * M[c]) + residual * residual_multiplier + offset) >> shift),
// one rounding for both; pre_shift is at least 1 (numeric/fixed-point.ts: sumParams). requant holds {bias, M} per output channel, the input zero point folded
// into bias; the zero points of residual and output are in offset. The output may lie on the residual, which has its shape: each element is read before
// its own is written.
import { defineKernel } from './kernel-def.ts';
import { convMacs, patchIsContiguous, patchLength } from './geometry/conv.ts';
import { CONV_GEOMETRY, fields, inPlaceWith, portable } from './geometry/fields.ts';
import { INT8, convOverlap } from './geometry/overlap.ts';

export default defineKernel({
  name: 'conv2d_add_s8',
  params: [...CONV_GEOMETRY, ...fields('i32', 'groups', 'pad_value', 'pre_shift', 'residual_multiplier', 'offset', 'shift', 'out_min', 'out_max')],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'w', dtype: 'i8', role: 'const' },
    { name: 'requant', dtype: 'i32', role: 'const' },
    { name: 'pad', dtype: 'i8', role: 'const', optional: true },
    { name: 'residual', dtype: 'i8', role: 'in' },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  scratch: true,
  costsLike: 'conv2d_s8',
  variants: [portable({ scratchBytes: (p) => (patchIsContiguous(p) ? 0 : 2 * patchLength(p)), inPlace: inPlaceWith('residual'), overlap: convOverlap(INT8, 2) })],
  macs: convMacs,
});
