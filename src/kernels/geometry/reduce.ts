// Records of kernels that reduce or run along the middle of [outer][count][inner].
import type { DType } from '../../ir/dtype.ts';
import { type KernelDef, defineKernel } from '../kernel-def.ts';
import { fields, inPlaceWith, noMacs, portable } from './fields.ts';

export const REDUCE_GEOMETRY = fields('i32', 'outer', 'count', 'inner');

/** y [outer][inner]. */
export function reduceKernel(name: string, dtype: DType): KernelDef {
  return defineKernel({
    name,
    params: REDUCE_GEOMETRY,
    operands: [{ name: 'x', dtype, role: 'in' }, { name: 'y', dtype, role: 'out' }],
    variants: [portable({ inPlace: (params) => params['inner'] === 1 })],
    macs: noMacs,
  });
}

/** y [outer][count][inner]. */
export function cumulateKernel(name: string, dtype: DType): KernelDef {
  return defineKernel({
    name,
    params: [...REDUCE_GEOMETRY, ...fields('i32', 'exclusive', 'reverse')],
    operands: [{ name: 'x', dtype, role: 'in' }, { name: 'y', dtype, role: 'out' }],
    variants: [portable({ inPlace: inPlaceWith('x') })],
    macs: noMacs,
  });
}
