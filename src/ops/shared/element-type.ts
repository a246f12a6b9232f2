// Attributes that name an element type by its ONNX number. Half floats are float here.
import type { DType } from '../../ir/dtype.ts';
import type { ParseContext } from '../op-def.ts';
import { intAttr } from './attributes.ts';

const TYPES: Readonly<Partial<Record<number, DType>>> = {
  1: 'f32', 2: 'u8', 3: 'i8', 4: 'u16', 5: 'i16', 6: 'i32', 7: 'i64', 9: 'bool', 10: 'f32', 11: 'f32', 12: 'u32', 13: 'u64', 16: 'f32',
};

export function elementTypeAttr(ctx: ParseContext, name: string, fallback: DType): DType {
  const number = intAttr(ctx, name, 0);
  return number === 0 ? fallback : (TYPES[number] ?? ctx.reject(`attribute '${name}' names element type ${number}, which is not supported`));
}
