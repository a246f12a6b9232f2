// What operators that move elements share: their quantization (one scale for all), their reference as a strided view of the input, and lowering to
// strided copies of any rank. Values of elements are never looked at, so every element type is served.
import { bytesOf, makeData } from '../../ir/dtype.ts';
import { type Tensor, elementCount, makeTensor, stridesOf } from '../../ir/tensor.ts';
import type { LowerContext, LowerHandle, QuantContext, QuantRole, ValueType } from '../op-def.ts';
import { type StridedCopy, copyKernel, copyParams, mergedCopy } from './strided-copy.ts';

/** All inputs and outputs have one scale. */
export const SHARED_QUANT = {
  supports: (): boolean => true,
  roles: ({ inputs, outputs }: QuantContext<unknown>): { inputs: QuantRole[]; outputs: QuantRole[] } => ({
    inputs: inputs.map(() => ({ kind: 'shared' })),
    outputs: outputs.map(() => ({ kind: 'shared' })),
  }),
};

/** As SHARED_QUANT, where only the first input is data and the others are indices. */
export const SHARED_DATA_QUANT = {
  supports: (): boolean => true,
  roles: ({ inputs, outputs }: QuantContext<unknown>): { inputs: (QuantRole | null)[]; outputs: QuantRole[] } => ({
    inputs: inputs.map((_, i) => (i === 0 ? { kind: 'shared' } : null)),
    outputs: outputs.map(() => ({ kind: 'shared' })),
  }),
};

/** Where the elements of a dense output lie in the input: element (i0, i1, ...) at offset + i0 * strides[0] + ... */
export interface StridedView {
  readonly offset: number;
  readonly strides: readonly number[];
}

/** The output whose elements are a view of `x`. */
export function stridedReference(x: Tensor, y: ValueType, view: StridedView): Tensor {
  const data = makeData(x.dtype, elementCount(y.shape));
  const own = stridesOf(y.shape);
  for (let i = 0; i < data.length; i++) {
    const source = own.reduce((sum, stride, d) => sum + (Math.floor(i / stride) % (y.shape[d] ?? 1)) * (view.strides[d] ?? 0), view.offset);
    data[i] = x.data[source] ?? 0;
  }
  return makeTensor(x.dtype, y.shape, data);
}

export interface Place {
  readonly handle: LowerHandle;
  /** In elements. */
  readonly offset?: number;
}

/** Strided copies of one call each may be no more than this. */
const MOST_CALLS = 64;

/** Copies elements of `dtype`; a copy along more dimensions than the kernel has becomes several calls. */
export function moveElements<A>(ctx: LowerContext<A>, dtype: ValueType['dtype'], copy: StridedCopy, { x, y }: { readonly x: Place; readonly y: Place }): void {
  const bytes = bytesOf(dtype);
  for (const part of splitCopy(copy, ctx.reject)) {
    ctx.call(copyKernel(dtype), copyParams(part.copy, ctx.reject), {
      x: { value: x.handle, byteOffset: bytes * ((x.offset ?? 0) + part.from) },
      y: { value: y.handle, byteOffset: bytes * ((y.offset ?? 0) + part.to) },
    });
  }
}

interface Part {
  readonly copy: StridedCopy;
  readonly from: number;
  readonly to: number;
}

/** Unrolls the shortest dimensions until the rest fits the kernel. */
function splitCopy(copy: StridedCopy, reject: (message: string) => never): Part[] {
  let parts: Part[] = [{ copy: mergedCopy(copy), from: 0, to: 0 }];
  while ((parts[0]?.copy.shape.length ?? 0) > 6) {
    const { shape } = parts[0]?.copy ?? { shape: [] };
    const shortest = shape.indexOf(Math.min(...shape));
    const size = shape[shortest] ?? 1;
    if (parts.length * size > MOST_CALLS) return reject(`it moves elements along ${shape.length} dimensions; at most 6 long ones are supported`);
    parts = parts.flatMap((part) => Array.from({ length: size }, (_, i) => without(part, shortest, i)));
  }
  return parts;
}

function without(part: Part, dim: number, index: number): Part {
  const rest = (list: readonly number[]): number[] => list.filter((_, d) => d !== dim);
  const { shape, from, to } = part.copy;
  return { copy: { shape: rest(shape), from: rest(from), to: rest(to) }, from: part.from + index * (from[dim] ?? 0), to: part.to + index * (to[dim] ?? 0) };
}

/** The whole dense output as one view of the input. */
export function lowerView<A>(ctx: LowerContext<A>, view: StridedView): void {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  if (!x || !y) return ctx.reject('an input is missing');
  moveElements(ctx, y.dtype, { shape: y.shape, from: view.strides, to: stridesOf(y.shape) }, { x: { handle: x.handle, offset: view.offset }, y });
}
