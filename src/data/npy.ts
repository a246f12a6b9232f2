// The .npy format (NumPy enhancement proposal 1): header, and elements of any plain number type in either byte and axis order.
// Reads one sample (index along the first axis) at a time; only column-major files are read whole, once.
import { fail } from '../diagnostics/diagnostic.ts';
import { type DType, type TensorData, bytesOf, makeData, viewData } from '../ir/dtype.ts';
import { type Shape, elementCount, stridesOf } from '../ir/tensor.ts';
import { type ByteSource, MAX_WHOLE_FILE_BYTES } from './byte-source.ts';

/** Element types by the letter and size of `descr`; float16 is widened to f32. */
const ELEMENTS: Readonly<Record<string, DType | 'f16'>> = {
  f2: 'f16', f4: 'f32', f8: 'f64', i1: 'i8', i2: 'i16', i4: 'i32', i8: 'i64', u1: 'u8', u2: 'u16', u4: 'u32', u8: 'u64', b1: 'bool',
};

const MAX_HEADER_BYTES = 65536;

export interface NpyHeader {
  readonly shape: Shape;
  /** Element type of what is read. */
  readonly dtype: DType;
  readonly isHalf: boolean;
  readonly bigEndian: boolean;
  readonly columnMajor: boolean;
  readonly dataOffset: number;
}

export interface NpyFile {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
  /** The elements of index `i` along the first axis, row-major. */
  slice(i: number): TensorData;
  /** All elements, row-major. */
  all(): TensorData;
  close(): void;
}

function damaged(source: ByteSource, why: string): never {
  return fail('QT3004', `${source.name} is not a .npy file: ${why}`, { where: { file: source.name } });
}

function headerText(source: ByteSource): { text: string; dataOffset: number } {
  if (source.size < 12) return damaged(source, `it has ${source.size} bytes`);
  const start = source.read(0, 12);
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
  if (!magic.every((byte, i) => byte === start[i])) return damaged(source, 'it does not begin with \\x93NUMPY');
  const version = start[6] ?? 0;
  if (version < 1 || version > 3) return damaged(source, `version ${version} is not known`);
  const view = new DataView(start.buffer);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const begin = version === 1 ? 10 : 12;
  if (length > MAX_HEADER_BYTES || begin + length > source.size) return damaged(source, `its header claims ${length} bytes`);
  return { text: new TextDecoder().decode(source.read(begin, length)), dataOffset: begin + length };
}

function parseShape(source: ByteSource, text: string): number[] {
  const list = /'shape'\s*:\s*\(([^()]*)\)/.exec(text)?.[1];
  if (list === undefined) return damaged(source, 'its header has no shape');
  const dims = list.split(',').map((part) => part.trim()).filter((part) => part !== '').map((part) => (/^\d{1,15}$/.test(part) ? Number(part) : NaN));
  if (!dims.every(Number.isSafeInteger)) return damaged(source, `its shape is (${list.slice(0, 60)})`);
  return dims;
}

/** Parses the header and checks that the file holds all elements. Throws QT3004 or QT3006. */
export function parseNpyHeader(source: ByteSource): NpyHeader {
  const { text, dataOffset } = headerText(source);
  const shape = parseShape(source, text);
  const columnMajor = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  if (columnMajor === undefined) return damaged(source, 'its header has no fortran_order');
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const element = descr === undefined ? undefined : ELEMENTS[descr.replace(/^[<>|=]/, '')];
  if (element === undefined) {
    const what = descr === undefined ? 'records of several fields' : `elements of type '${descr.slice(0, 20)}'`;
    return fail('QT3006', `${source.name} holds ${what}; plain integers and floating-point numbers are expected`, { where: { file: source.name } });
  }
  const isHalf = element === 'f16';
  const dtype: DType = element === 'f16' ? 'f32' : element;
  const bytes = elementCount(shape) * (isHalf ? 2 : bytesOf(dtype));
  if (bytes > source.size - dataOffset) damaged(source, `shape (${shape.join(',')}) needs ${bytes} bytes of elements, there are ${source.size - dataOffset}`);
  return { shape, dtype, isHalf, bigEndian: descr?.startsWith('>') ?? false, columnMajor: columnMajor === 'True' && shape.length > 1, dataOffset };
}

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let i = 0; i < bytes.length; i += size) bytes.subarray(i, i + size).reverse();
}

/** IEEE 754 binary16 to a number; exact. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function readElements(source: ByteSource, header: NpyHeader, from: number, count: number): TensorData {
  const size = header.isHalf ? 2 : bytesOf(header.dtype);
  const bytes = source.read(header.dataOffset + from * size, count * size);
  if (header.bigEndian) swapBytes(bytes, size);
  if (header.isHalf) return Float32Array.from(new Uint16Array(bytes.buffer), halfToNumber);
  return viewData(header.dtype, bytes.buffer, 0, count);
}

/** Row-major copy of column-major elements. */
function toRowMajor(elements: TensorData, dtype: DType, shape: Shape): TensorData {
  const from = stridesOf([...shape].reverse()).reverse();
  const to = stridesOf(shape);
  const ordered = makeData(dtype, elements.length);
  for (let i = 0; i < elements.length; i++) {
    let index = 0;
    for (let axis = 0, rest = i; axis < shape.length; axis++) {
      const step = to[axis] ?? 1;
      index += Math.floor(rest / step) * (from[axis] ?? 1);
      rest %= step;
    }
    ordered[i] = elements[index] ?? 0;
  }
  return ordered;
}

/** Opens a .npy for reading by index of its first axis. Throws QT3004, QT3006, QT3012. Closing it closes `source`. */
export function openNpy(source: ByteSource): NpyFile {
  const header = parseNpyHeader(source);
  const total = elementCount(header.shape);
  const count = header.shape.slice(1).reduce((product, dim) => product * dim, 1);
  let whole: TensorData | null = null;
  const all = (): TensorData => {
    if (total * bytesOf(header.dtype) > MAX_WHOLE_FILE_BYTES) {
      fail('QT3012', `${source.name} has ${total} elements and must be read at once`, { where: { file: source.name } });
    }
    const elements = readElements(source, header, 0, total);
    return header.columnMajor ? toRowMajor(elements, header.dtype, header.shape) : elements;
  };
  const sliceOfWhole = (i: number): TensorData => (whole ??= all()).slice(i * count, (i + 1) * count);
  return {
    name: source.name,
    shape: header.shape,
    dtype: header.dtype,
    slice: header.columnMajor ? sliceOfWhole : (i) => readElements(source, header, i * count, count),
    all,
    close: () => source.close(),
  };
}
