// TensorProto -> Tensor, for every form in which ONNX stores elements. Always copies, so that no tensor is an unaligned view of the file;
// float16, bfloat16 and float64 become f32, integers of 2 and 4 bits 8 bits wide. The number of elements must be exactly what the shape says.
import { fail } from '../diagnostics/diagnostic.ts';
import { type DType, type TensorData, makeData, viewData } from '../ir/dtype.ts';
import { type Tensor, makeTensor } from '../ir/tensor.ts';
import { toSafeInteger } from './decode.ts';
import { LIMITS } from './limits.ts';
import type { Int64, TensorProto } from './schema.ts';

/** Reads `length` bytes (null: to the end) of a file beside the model. */
export type ReadExternal = (location: string, offset: number, length: number | null) => Uint8Array;

export interface TensorContext {
  readonly file: string;
  readonly readExternal?: ReadExternal;
}

/** How elements of a TensorProto.DataType number are stored raw, and what they become. */
interface Storage {
  readonly dtype: DType;
  readonly bits: 2 | 4 | 8 | 16 | 32 | 64;
  readonly decode?: 'half' | 'bfloat' | 'double' | 'packed' | 'signed-packed';
}

const STORAGE: ReadonlyMap<number, Storage> = new Map([
  [1, { dtype: 'f32', bits: 32 }], [2, { dtype: 'u8', bits: 8 }], [3, { dtype: 'i8', bits: 8 }], [4, { dtype: 'u16', bits: 16 }],
  [5, { dtype: 'i16', bits: 16 }], [6, { dtype: 'i32', bits: 32 }], [7, { dtype: 'i64', bits: 64 }], [9, { dtype: 'bool', bits: 8 }],
  [10, { dtype: 'f32', bits: 16, decode: 'half' }], [11, { dtype: 'f32', bits: 64, decode: 'double' }], [12, { dtype: 'u32', bits: 32 }], [13, { dtype: 'u64', bits: 64 }],
  [16, { dtype: 'f32', bits: 16, decode: 'bfloat' }], [21, { dtype: 'u8', bits: 4, decode: 'packed' }], [22, { dtype: 'i8', bits: 4, decode: 'signed-packed' }],
  [25, { dtype: 'u8', bits: 2, decode: 'packed' }], [26, { dtype: 'i8', bits: 2, decode: 'signed-packed' }],
]);

const NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'undefined'], [8, 'string'], [14, 'complex64'], [15, 'complex128'], [17, 'float8e4m3fn'], [18, 'float8e4m3fnuz'], [19, 'float8e5m2'], [20, 'float8e5m2fnuz'], [23, 'float4e2m1'],
]);

/** Of an element type of less than 8 bits: how many. */
export function narrowBits(dataType: number): { readonly bits?: number } {
  const bits = STORAGE.get(dataType)?.bits ?? 8;
  return bits < 8 ? { bits } : {};
}

/** The element type of a TensorProto.DataType number. Throws QT1006 for strings, complex numbers and 8-bit floats. */
export function dtypeOf(dataType: number, what: string, file: string): DType {
  return storageOf(dataType, what, file).dtype;
}

function storageOf(dataType: number, what: string, file: string): Storage {
  return STORAGE.get(dataType) ?? fail('QT1006', `${what} has element type ${NAMES.get(dataType) ?? dataType}, which is not supported`, { where: { file, value: what } });
}

/** Shape with every limit checked. Throws QT1010, QT1004. */
export function shapeFrom(dims: readonly Int64[], what: string, file: string): number[] {
  const shape = dims.map((d) => toSafeInteger(d, `a dimension of ${what}`, file));
  const where = { file, value: what };
  if (shape.some((d) => d < 0)) fail('QT1010', `${what} has shape [${shape.join(',')}] with a negative dimension`, { where });
  if (shape.length > LIMITS.rank) fail('QT1004', `${what} has rank ${shape.length}; at most ${LIMITS.rank} is supported`, { where });
  const count = shape.reduce((product, d) => product * d, 1);
  if (count > LIMITS.elements) fail('QT1004', `${what} has shape [${shape.join(',')}]; at most ${LIMITS.elements} elements are supported`, { where });
  return shape;
}

/** Reads a tensor. Throws QT1010 (damaged), QT1006 (type), QT1004 (limit), QT1012 (external data). */
export function readTensor(proto: TensorProto, what: string, context: TensorContext): Tensor {
  const storage = storageOf(proto.dataType, what, context.file);
  const shape = shapeFrom(proto.dims, what, context.file);
  const count = shape.reduce((product, d) => product * d, 1);
  checkStorage(proto, storage, what, context.file);
  const raw = proto.dataLocation === 1 ? externalBytes(proto, what, context) : proto.rawData;
  const typed = typedField(proto, storage);
  if (raw !== null && raw.length > 0) {
    if (typed.length > 0) fail('QT1010', `${what} stores its elements twice (raw and typed)`, { where: { file: context.file, value: what } });
    return makeTensor(storage.dtype, shape, fromRaw(raw, { storage, count, what, file: context.file }));
  }
  const stored = storage.bits < 8 ? Math.ceil((count * storage.bits) / 8) : count;
  if (typed.length !== stored) fail('QT1010', `${what} of shape [${shape.join(',')}] holds ${typed.length} elements; ${stored} are expected`, { where: { file: context.file, value: what } });
  return makeTensor(storage.dtype, shape, fromTyped(typed, storage, count));
}

/** Largest 32-bit number that an element is stored as in `int32Data`, and the smallest. */
const RANGES: Readonly<Partial<Record<DType, readonly [number, number]>>> = { i8: [-128, 127], u8: [0, 255], i16: [-32768, 32767], u16: [0, 65535], bool: [0, 1] };
const PATTERN = [0, 65535] as const;

/** Elements lie in one place only, and in one form. */
function checkStorage(proto: TensorProto, storage: Storage, what: string, file: string): void {
  const where = { file, value: what };
  if (proto.segment !== null && proto.segment.length > 0) fail('QT1006', `${what} is stored in segments`, { where });
  if (proto.dataLocation !== 0 && proto.dataLocation !== 1) fail('QT1006', `${what} has data location ${proto.dataLocation}, which is not known`, { where });
  const filled = [proto.floatData, proto.int32Data, proto.int64Data, proto.doubleData, proto.uint64Data].filter((f) => f.length > 0);
  const own = typedField(proto, storage);
  if (filled.some((f) => f !== own)) fail('QT1010', `${what} has elements in a field of another type`, { where });
  if (proto.dataLocation === 1 && (filled.length > 0 || (proto.rawData?.length ?? 0) > 0)) fail('QT1010', `${what} stores its elements twice (in the model and in a file)`, { where });
  const range = storage.dtype === 'f32' ? (own === proto.int32Data ? PATTERN : undefined) : RANGES[storage.dtype];
  const outside = range === undefined || storage.bits < 8 ? undefined : own.find((v) => Number(v) < range[0] || Number(v) > range[1]);
  if (outside !== undefined) fail('QT1010', `${what} holds ${String(outside)}, which is no element of its type`, { where });
}

interface RawContext {
  readonly storage: Storage;
  readonly count: number;
  readonly what: string;
  readonly file: string;
}

function fromRaw(raw: Uint8Array, { storage, count, what, file }: RawContext): TensorData {
  const expected = Math.ceil((count * storage.bits) / 8);
  if (raw.length !== expected) fail('QT1010', `${what} holds ${raw.length} bytes; ${expected} are expected for ${count} elements`, { where: { file, value: what } });
  const copy = new Uint8Array(raw).buffer;
  switch (storage.decode) {
    case 'half': return Float32Array.from(new Uint16Array(copy), halfToFloat);
    case 'bfloat': return Float32Array.from(new Uint16Array(copy), bfloatToFloat);
    case 'double': return Float32Array.from(new Float64Array(copy));
    case 'packed':
    case 'signed-packed': return unpacked(new Uint8Array(copy), storage, count);
    default: return viewData(storage.dtype, copy, 0, count);
  }
}

function typedField(proto: TensorProto, storage: Storage): readonly Int64[] {
  switch (storage.dtype) {
    case 'f32': return floatField(proto, storage);
    case 'i64': return proto.int64Data;
    case 'u32':
    case 'u64': return proto.uint64Data;
    default: return proto.int32Data;
  }
}

function floatField(proto: TensorProto, { decode }: Storage): readonly Int64[] {
  if (decode === undefined) return proto.floatData;
  return decode === 'double' ? proto.doubleData : proto.int32Data;
}

function fromTyped(values: readonly Int64[], storage: Storage, count: number): TensorData {
  switch (storage.decode) {
    case 'half': return Float32Array.from(values, (v) => halfToFloat(Number(v)));
    case 'bfloat': return Float32Array.from(values, (v) => bfloatToFloat(Number(v)));
    case 'packed':
    case 'signed-packed': return unpacked(Uint8Array.from(values, Number), storage, count);
    default: break;
  }
  const data = makeData(storage.dtype, count);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) values.forEach((v, i) => (data[i] = BigInt(String(v))));
  else values.forEach((v, i) => (data[i] = Number(v)));
  return data;
}

/** Several elements in a byte, the first in its lowest bits. */
function unpacked(bytes: Uint8Array, { dtype, bits, decode }: Storage, count: number): TensorData {
  const data = makeData(dtype, count);
  const perByte = 8 / bits;
  for (let i = 0; i < count; i++) {
    const field = ((bytes[Math.floor(i / perByte)] ?? 0) >> (bits * (i % perByte))) & (2 ** bits - 1);
    data[i] = decode === 'signed-packed' && field >= 2 ** (bits - 1) ? field - 2 ** bits : field;
  }
  return data;
}

const BITS = new DataView(new ArrayBuffer(4));

export function bfloatToFloat(bits: number): number {
  BITS.setUint32(0, (bits & 0xffff) * 65536);
  return BITS.getFloat32(0);
}

/** IEEE 754 binary16 -> number, subnormals, infinities and NaN included. */
export function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const KNOWN_KEYS: readonly string[] = ['location', 'offset', 'length', 'checksum', 'basepath'];

function externalBytes(proto: TensorProto, what: string, context: TensorContext): Uint8Array {
  const where = { file: context.file, value: what };
  const entries = new Map(proto.externalData.map((e) => [e.key, e.value]));
  if (entries.size < proto.externalData.length) fail('QT1012', `external data of ${what} has a key twice`, { where });
  const unknown = [...entries.keys()].find((key) => !KNOWN_KEYS.includes(key));
  if (unknown !== undefined) fail('QT1012', `external data of ${what} has unknown key '${unknown}'`, { where });
  const number = (key: string): number | null => {
    const text = entries.get(key);
    if (text === undefined) return null;
    const value = Number(text);
    return /^\d{1,15}$/.test(text) ? value : fail('QT1012', `external data of ${what}: ${key} is '${text}'`, { where });
  };
  const location = entries.get('location');
  if (location === undefined || location === '') return fail('QT1012', `external data of ${what} names no file`, { where });
  if (context.readExternal === undefined) return fail('QT1012', `${what} is stored in '${location}', but the model was given as bytes only`, { where });
  return context.readExternal(location, number('offset') ?? 0, number('length'));
}


