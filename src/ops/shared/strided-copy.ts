// Params of the strided copy kernel, to which all data movement is lowered (Transpose, Slice, Concat, Pad, Expand).
import { type DType, bytesOf } from '../../ir/dtype.ts';
import type { Shape } from '../../ir/tensor.ts';
import type { ParamValues } from '../../kernels/program.ts';

const RANK = 6;

export interface StridedCopy {
  /** Elements copied along each dimension. */
  readonly shape: Shape;
  /** Strides in elements on the read and on the written side. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

interface Dim {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

/** Drops unit dimensions and joins those that are contiguous on both sides, then fills up to six. Rejects where more are left. */
export function copyParams(copy: StridedCopy, reject: (message: string) => never): ParamValues {
  const dims: Dim[] = [];
  copy.shape.forEach((size, i) => {
    if (size === 1) return;
    const dim = { size, from: copy.from[i] ?? 0, to: copy.to[i] ?? 0 };
    const outer = dims.at(-1);
    if (outer && outer.from === dim.from * dim.size && outer.to === dim.to * dim.size) dims[dims.length - 1] = { ...dim, size: outer.size * dim.size };
    else dims.push(dim);
  });
  if (dims.length > RANK) return reject(`it moves elements along ${dims.length} dimensions; at most ${RANK} are supported`);
  const padded: Dim[] = [...Array.from({ length: RANK - dims.length }, () => ({ size: 1, from: 0, to: 0 })), ...dims];
  return Object.fromEntries(padded.flatMap((d, i) => [[`d${i}`, d.size], [`x_s${i}`, d.from], [`y_s${i}`, d.to]]));
}

/** Which copy kernel moves elements of this type. */
export function copyKernel(dtype: DType): string {
  return `copy_nd_${8 * bytesOf(dtype)}`;
}
