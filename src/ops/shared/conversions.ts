// Which kernels convert between element types, and by way of which types the others go: 8- and 16-bit integers by int32, what is as wide by its bits.
import { type DType, bytesOf, isFloat } from '../../ir/dtype.ts';

/** Kernels cast_<from>_<to> by the types of tensors that they take and make. */
const KERNELS: ReadonlyMap<string, string> = new Map([
  ...(['i8', 'u8', 'i16', 'u16'] as const).flatMap((x) => [[`${x} i32`, `cast_${x}_i32`], [`${x} f32`, `cast_${x}_f32`]] as const),
  ...(['i32', 'u32', 'i64', 'u64'] as const).flatMap((x) => [[`${x} f32`, `cast_${x}_f32`], [`f32 ${x}`, `cast_f32_${x}`]] as const),
  ...(['i8', 'u8'] as const).flatMap((y) => [[`i32 ${y}`, 'cast_i32_i8'], [`u32 ${y}`, 'cast_i32_i8']] as const),
  ...(['i16', 'u16'] as const).flatMap((y) => [[`i32 ${y}`, 'cast_i32_i16'], [`u32 ${y}`, 'cast_i32_i16']] as const),
  ...(['i64', 'u64'] as const).flatMap((x) => [[`${x} i32`, 'cast_i64_i32'], [`${x} u32`, 'cast_i64_i32'], [`${x} bool`, 'cast_i64_bool']] as const),
  ['i32 i64', 'cast_i32_i64'], ['u32 i64', 'cast_u32_i64'], ['bool i32', 'cast_u8_i32'], ['bool f32', 'cast_u8_f32'],
  ['u8 bool', 'cast_u8_bool'], ['i8 bool', 'cast_u8_bool'], ['i32 bool', 'cast_i32_bool'], ['u32 bool', 'cast_i32_bool'], ['f32 bool', 'cast_f32_bool'],
]);

/** The kernel that converts in one call, or null. */
export function castKernel(from: DType, to: DType): string | null {
  return KERNELS.get(`${from} ${to}`) ?? null;
}

/** Whether the bits of one type are those of the other: integers of one width, modulo it; a bool is 0 or 1. */
export function sameBits(from: DType, to: DType): boolean {
  return to !== 'bool' && !isFloat(from) && !isFloat(to) && bytesOf(from) === bytesOf(to);
}

/** A type that is nearer to `to` and can be had at once. */
export function stepTowards(from: DType, to: DType): DType {
  if (bytesOf(from) < 4) return 'i32';
  return to === 'u64' || to === 'i64' ? 'i64' : 'i32';
}
