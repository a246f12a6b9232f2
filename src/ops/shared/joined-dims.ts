// Dimensions of a walk over several operands at once, as few as there can be: kernels have a fixed number of loops.
import type { Shape } from '../../ir/tensor.ts';

export interface JoinedDim {
  readonly size: number;
  /** Per operand. */
  readonly strides: readonly number[];
}

/** The dimensions of `shape` without those of length 1, neighbours joined where every operand allows it; `operands` are its strides in each. */
export function joinDims(shape: Shape, operands: readonly (readonly number[])[]): JoinedDim[] {
  const dims: JoinedDim[] = [];
  shape.forEach((size, i) => {
    if (size === 1) return;
    const own = operands.map((strides) => strides[i] ?? 0);
    const outer = dims.at(-1);
    if (outer?.strides.every((stride, k) => stride === (own[k] ?? 0) * size) === true) dims[dims.length - 1] = { size: outer.size * size, strides: own };
    else dims.push({ size, strides: own });
  });
  return dims;
}
