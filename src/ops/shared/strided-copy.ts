// Params of the strided copy kernel, to which all data movement is lowered (Transpose, Slice, Concat, Pad, Expand).
import { type DType, bytesOf } from '../../ir/dtype.ts';
import type { Shape } from '../../ir/tensor.ts';
import type { ParamValues } from '../../kernels/program.ts';
import { joinDims } from './joined-dims.ts';

const RANK = 6;

export interface StridedCopy {
  /** Elements copied along each dimension. */
  readonly shape: Shape;
  /** Strides in elements on the read and on the written side. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** The same copy without unit dimensions, and with those joined that are contiguous on both sides. */
export function mergedCopy(copy: StridedCopy): StridedCopy {
  const dims = joinDims(copy.shape, [copy.from, copy.to]);
  return { shape: dims.map((d) => d.size), from: dims.map((d) => d.strides[0] ?? 0), to: dims.map((d) => d.strides[1] ?? 0) };
}

/** Merges the copy, then fills up to six dimensions. Rejects where more are left. */
export function copyParams(copy: StridedCopy, reject: (message: string) => never): ParamValues {
  const { shape, from, to } = mergedCopy(copy);
  const missing = RANK - shape.length;
  if (missing < 0) return reject(`it moves elements along ${shape.length} dimensions; at most ${RANK} are supported`);
  return Object.fromEntries(Array.from({ length: RANK }, (_, i) => i).flatMap((i) => [
    [`d${i}`, shape[i - missing] ?? 1], [`x_s${i}`, from[i - missing] ?? 0], [`y_s${i}`, to[i - missing] ?? 0],
  ]));
}

/** Which copy kernel moves elements of this type. */
export function copyKernel(dtype: DType): string {
  return `copy_nd_${8 * bytesOf(dtype)}`;
}
