// Constant tensors and static shapes. A shape is a list of non-negative safe integers; a scalar has shape [].
import { invariant } from '../diagnostics/diagnostic.ts';
import { type DType, type TensorData, makeData } from './dtype.ts';

export type Shape = readonly number[];

export interface Tensor {
  readonly dtype: DType;
  readonly shape: Shape;
  /** Row-major, exactly `elementCount(shape)` elements. */
  readonly data: TensorData;
}

/** Number of elements of `shape`; NaN never occurs because import bounds the product below 2^31. */
export function elementCount(shape: Shape): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

export function makeTensor(dtype: DType, shape: Shape, data: TensorData): Tensor {
  invariant(data.length === elementCount(shape), `tensor of shape [${shape.join(',')}] holds ${data.length} elements`);
  return Object.freeze({ dtype, shape: Object.freeze([...shape]), data });
}

export function zeros(dtype: DType, shape: Shape): Tensor {
  return makeTensor(dtype, shape, makeData(dtype, elementCount(shape)));
}

/** Row-major strides in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = (strides[i + 1] ?? 1) * (shape[i + 1] ?? 1);
  return strides;
}

/** Coordinates of element `index` in row-major order. */
export function coordinatesOf(index: number, shape: Shape): number[] {
  const coordinates = new Array<number>(shape.length).fill(0);
  let rest = index;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    const size = shape[dim] ?? 1;
    coordinates[dim] = rest % size;
    rest = Math.floor(rest / size);
  }
  return coordinates;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

/** The elements as JavaScript numbers (64-bit integers must be safe: import and folding keep them so where shapes are meant). */
export function toNumbers(tensor: Tensor): number[] {
  return Array.from(tensor.data as ArrayLike<number | bigint>, Number);
}

/** The number that all elements are; null where they differ or there is none. Takes no memory, whatever the size. NaN equals itself. */
export function uniformNumber({ data }: Tensor): number | null {
  const first = data[0];
  if (first === undefined) return null;
  for (let i = 1; i < data.length; i++) if (data[i] !== first && !(Number.isNaN(first) && Number.isNaN(data[i]))) return null;
  return Number(first);
}
