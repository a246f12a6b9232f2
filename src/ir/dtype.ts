// Element types and typed-array storage of tensors. float16, bfloat16 and float64 become f32 at import;
// bool is stored as one byte; 64-bit integers as BigInt arrays.

export type DType = 'f32' | 'f64' | 'i8' | 'u8' | 'i16' | 'u16' | 'i32' | 'u32' | 'i64' | 'u64' | 'bool';

export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

const BYTES: Readonly<Record<DType, number>> = {
  f32: 4, f64: 8, i8: 1, u8: 1, i16: 2, u16: 2, i32: 4, u32: 4, i64: 8, u64: 8, bool: 1,
};

export function isDType(name: string): name is DType {
  return Object.hasOwn(BYTES, name);
}

export function bytesOf(dtype: DType): number {
  return BYTES[dtype];
}

export function makeData(dtype: DType, length: number): TensorData {
  switch (dtype) {
    case 'f32': return new Float32Array(length);
    case 'f64': return new Float64Array(length);
    case 'i8': return new Int8Array(length);
    case 'bool':
    case 'u8': return new Uint8Array(length);
    case 'i16': return new Int16Array(length);
    case 'u16': return new Uint16Array(length);
    case 'i32': return new Int32Array(length);
    case 'u32': return new Uint32Array(length);
    case 'i64': return new BigInt64Array(length);
    case 'u64': return new BigUint64Array(length);
  }
}

/** A view of `length` elements of `dtype` on `buffer` from `byteOffset`, which must be a multiple of the element size. */
export function viewData(dtype: DType, buffer: ArrayBufferLike, byteOffset: number, length: number): TensorData {
  switch (dtype) {
    case 'f32': return new Float32Array(buffer, byteOffset, length);
    case 'f64': return new Float64Array(buffer, byteOffset, length);
    case 'i8': return new Int8Array(buffer, byteOffset, length);
    case 'bool':
    case 'u8': return new Uint8Array(buffer, byteOffset, length);
    case 'i16': return new Int16Array(buffer, byteOffset, length);
    case 'u16': return new Uint16Array(buffer, byteOffset, length);
    case 'i32': return new Int32Array(buffer, byteOffset, length);
    case 'u32': return new Uint32Array(buffer, byteOffset, length);
    case 'i64': return new BigInt64Array(buffer, byteOffset, length);
    case 'u64': return new BigUint64Array(buffer, byteOffset, length);
  }
}

export function isFloat(dtype: DType): boolean {
  return dtype === 'f32' || dtype === 'f64';
}
