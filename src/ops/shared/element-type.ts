// Element types by their numbers in ONNX (TensorProto.DataType), and attributes that name one. float16 and bfloat16 are floats on a grid, float64 is float,
// integers of 2 and 4 bits are 8 bits wide.
import { type DType, isFloat } from '../../ir/dtype.ts';
import type { ParseContext } from '../op-def.ts';
import { intAttr } from './attributes.ts';

/** Numbers that a type has less of than the one it is stored in. */
export type Grid = 'f16' | 'bf16' | 'i4' | 'u4' | 'i2' | 'u2';

const TYPES: ReadonlyMap<number, readonly [DType, Grid?]> = new Map([
  [1, ['f32']], [2, ['u8']], [3, ['i8']], [4, ['u16']], [5, ['i16']], [6, ['i32']], [7, ['i64']], [9, ['bool']], [10, ['f32', 'f16']], [11, ['f32']], [12, ['u32']], [13, ['u64']],
  [16, ['f32', 'bf16']], [21, ['u8', 'u4']], [22, ['i8', 'i4']], [25, ['u8', 'u2']], [26, ['i8', 'i2']],
]);

/** The stored type, and the grid of its numbers where that is narrower. */
export function typeOf(number: number): readonly [DType, Grid?] | undefined {
  return TYPES.get(number);
}

/** The number of a type that no grid narrows. */
export function typeNumber(dtype: DType): number {
  return [...TYPES].find(([, [stored, grid]]) => stored === dtype && grid === undefined)?.[0] ?? 0;
}

/** Half floats are float here, narrower integers are refused; 0 says nothing. */
export function elementTypeAttr(ctx: ParseContext, name: string, fallback: DType): DType {
  const number = intAttr(ctx, name, 0);
  if (number === 0) return fallback;
  const [dtype, grid] = typeOf(number) ?? [];
  return dtype !== undefined && (grid === undefined || isFloat(dtype)) ? dtype : ctx.reject(`attribute '${name}' names element type ${number}, which is not supported`);
}
