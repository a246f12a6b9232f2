// Records of element-wise kernels: one or two operands and a result, or a condition and two operands, by their element types.
// Operands of two and more are broadcast by strides (runtime-c/include/qn_broadcast.h); `joinDims` gives these.
import type { DType } from '../../ir/dtype.ts';
import { bytesOf } from '../../ir/dtype.ts';
import { type KernelDef, type ParamField, defineKernel } from '../kernel-def.ts';
import type { ParamValues } from '../program.ts';
import { fields, inPlaceWith, noMacs, portable } from './fields.ts';

/** Dimensions of broadcast kernels. */
export const BROADCAST_RANK = 4;

function strideFields(operand: string): readonly ParamField[] {
  return fields('i32', ...Array.from({ length: BROADCAST_RANK }, (_, i) => `${operand}_s${i}`));
}

const SIZES = fields('i32', 'd0', 'd1', 'd2', 'd3');

/** Whether elements of an operand lie as those of the output, one after the other. */
function isDense(params: ParamValues, operand: string): boolean {
  let expected = 1;
  for (let i = BROADCAST_RANK - 1; i >= 0; i--) {
    const size = params[`d${i}`] ?? 1;
    if (size > 1 && params[`${operand}_s${i}`] !== expected) return false;
    expected *= size;
  }
  return true;
}

/** Elements are read before they are written, in ascending order; a byte may be written where a larger element was. */
function mayReplace(x: DType, y: DType): boolean {
  return bytesOf(y) === bytesOf(x) || bytesOf(y) === 1;
}

export interface BinaryOptions {
  /** Params behind sizes and strides. */
  readonly params?: readonly ParamField[];
  readonly costsLike?: string;
  /** Whether signed and unsigned integers of the width are the same to it. */
  readonly anySign?: boolean;
}

/** y = f(a, b), both broadcast. */
export function binaryKernel(name: string, x: DType, y: DType = x, { params = [], anySign: either = false, ...costs }: BinaryOptions = {}): KernelDef {
  return defineKernel({
    name,
    params: [...SIZES, ...strideFields('a'), ...strideFields('b'), ...params],
    operands: [{ name: 'a', dtype: x, role: 'in' }, { name: 'b', dtype: x, role: 'in' }, { name: 'y', dtype: y, role: 'out' }],
    variants: [portable({ inPlace: (p, operand) => mayReplace(x, y) && isDense(p, operand) })],
    macs: noMacs,
    ...(either ? { movesBits: true } : {}),
    ...costs,
  });
}

/** y = c ? a : b, all broadcast. */
export function selectKernel(name: string, dtype: DType): KernelDef {
  return defineKernel({
    name,
    params: [...SIZES, ...strideFields('c'), ...strideFields('a'), ...strideFields('b')],
    movesBits: true,
    operands: [{ name: 'c', dtype: 'bool', role: 'in' }, { name: 'a', dtype, role: 'in' }, { name: 'b', dtype, role: 'in' }, { name: 'y', dtype, role: 'out' }],
    variants: [portable({ inPlace: (p, operand) => operand !== 'c' && isDense(p, operand) })],
    macs: noMacs,
  });
}

/** y = f(x); `floats` are further params of the function. */
export function unaryKernel(name: string, x: DType, y: DType = x, ...floats: readonly string[]): KernelDef {
  return defineKernel({
    name,
    params: [...fields('i32', 'count'), ...fields('f32', ...floats)],
    operands: [{ name: 'x', dtype: x, role: 'in' }, { name: 'y', dtype: y, role: 'out' }],
    variants: [portable(mayReplace(x, y) ? { inPlace: inPlaceWith('x') } : {})],
    macs: noMacs,
  });
}

/** The kernel for signed and unsigned integers of the same widths. */
export function anySign(kernel: KernelDef): KernelDef {
  return defineKernel({ ...kernel, movesBits: true });
}
