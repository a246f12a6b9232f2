// Records of the kernels that quantize and dequantize by scales and zero points in memory: one, one per slice of an axis, or one per block
// (runtime-c/include/qn_slices.h).
import type { DType } from '../../ir/dtype.ts';
import { type KernelDef, defineKernel } from '../kernel-def.ts';
import { fields, noMacs, portable } from './fields.ts';

const SLICES = fields('i32', 'outer', 'slices', 'inner', 'block');

export function quantizeSlices(name: string, dtype: DType): KernelDef {
  return defineKernel({
    name,
    params: [...SLICES, ...fields('i32', 'low', 'high')],
    operands: [
      { name: 'x', dtype: 'f32', role: 'in' },
      { name: 'scale', dtype: 'f32', role: 'in' },
      { name: 'zero', dtype, role: 'in', optional: true },
      { name: 'y', dtype, role: 'out' },
    ],
    variants: [portable()],
    macs: noMacs,
  });
}

export function dequantizeSlices(name: string, dtype: DType): KernelDef {
  return defineKernel({
    name,
    params: SLICES,
    operands: [
      { name: 'x', dtype, role: 'in' },
      { name: 'scale', dtype: 'f32', role: 'in' },
      { name: 'zero', dtype, role: 'in', optional: true },
      { name: 'y', dtype: 'f32', role: 'out' },
    ],
    variants: [portable()],
    macs: noMacs,
  });
}
