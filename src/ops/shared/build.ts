// Small vocabulary for decompositions: values with their types, and the movements between them. Every step is a node of the graph; those that
// move nothing are removed by eliminate-views. Constants are moved at once and keep the grid on which their elements lie.
import { type DType, makeData } from '../../ir/dtype.ts';
import type { Attrs, QuantParams } from '../../ir/graph.ts';
import { type Shape, type Tensor, elementCount, makeTensor, stridesOf, zeros } from '../../ir/tensor.ts';
import type { DecomposeContext, ValueType } from '../op-def.ts';

/** A value of the graph that is being built. */
export interface Made {
  readonly id: string;
  readonly type: ValueType;
}

/** What a node computes: its shape, an element type other than its first input's, and the operator's own output where it is the last. */
export interface Target {
  readonly shape: Shape;
  readonly out?: string | undefined;
  readonly dtype?: DType;
}

/** Transposes a constant. */
export function transposed(tensor: Tensor, perm: readonly number[]): Tensor {
  const shape = perm.map((p) => tensor.shape[p] ?? 1);
  const from = stridesOf(tensor.shape);
  const steps = perm.map((p) => from[p] ?? 0);
  const data = makeData(tensor.dtype, tensor.data.length);
  const position = new Array<number>(shape.length).fill(0);
  let source = 0;
  for (let i = 0; i < data.length; i++) {
    data[i] = tensor.data[source] ?? 0;
    for (let d = shape.length - 1; d >= 0; d--) {
      source += steps[d] ?? 0;
      position[d] = (position[d] ?? 0) + 1;
      if ((position[d] ?? 0) < (shape[d] ?? 1)) break;
      source -= (steps[d] ?? 0) * (shape[d] ?? 1);
      position[d] = 0;
    }
  }
  return makeTensor(tensor.dtype, shape, data);
}

/** Slices of a constant; -1: zeros. */
function picked(tensor: Tensor, axis: number, indices: readonly number[]): Tensor {
  const [before, length, inner] = [elementCount(tensor.shape.slice(0, axis)), tensor.shape[axis] ?? 1, elementCount(tensor.shape.slice(axis + 1))];
  const data = makeData(tensor.dtype, before * indices.length * inner);
  for (let i = 0; i < before; i++) {
    indices.forEach((index, k) => {
      for (let j = 0; j < inner && index >= 0; j++) data[(i * indices.length + k) * inner + j] = tensor.data[(i * length + index) * inner + j] ?? 0;
    });
  }
  return makeTensor(tensor.dtype, tensor.shape.map((d, i) => (i === axis ? indices.length : d)), data);
}

export class Build<A> {
  readonly ctx: DecomposeContext<A>;

  constructor(ctx: DecomposeContext<A>) {
    this.ctx = ctx;
  }

  /** Input `index`, which is there. */
  input(index: number): Made {
    const type = this.ctx.inputs[index];
    const id = this.ctx.inputIds[index];
    if (!type || typeof id !== 'string') throw new RangeError(`input ${index} is missing`);
    return { id, type };
  }

  optional(index: number): Made | null {
    return this.ctx.inputs[index] ? this.input(index) : null;
  }

  /** A constant; `quant` is the grid of its elements. */
  constant(tensor: Tensor, quant?: QuantParams | null): Made {
    return { id: this.ctx.constant(tensor, quant), type: { dtype: tensor.dtype, shape: tensor.shape, tensor, ...(quant ? { quant } : {}) } };
  }

  floats(shape: Shape, data: ArrayLike<number>): Made {
    return this.constant(makeTensor('f32', shape, Float32Array.from(data)));
  }

  /** A node with one output. */
  node(op: string, attrs: Attrs, inputs: readonly (Made | null)[], to: Shape | Target): Made {
    const { shape, out, dtype = inputs[0]?.type.dtype ?? 'f32' }: Target = 'shape' in to ? to : { shape: to };
    const type = { dtype, shape };
    return { id: this.ctx.node(op, attrs, inputs.map((x) => x?.id ?? null), out ?? type), type };
  }

  reshape(x: Made, shape: Shape, out?: string): Made {
    const { tensor, quant } = x.type;
    if (tensor && out === undefined && (quant?.axis ?? 0) === 0 && (!quant || quant.axis === null || shape[0] === tensor.shape[0])) return this.constant(makeTensor(tensor.dtype, shape, tensor.data), quant);
    return this.node('Reshape', { shape }, [x], { shape, out });
  }

  transpose(x: Made, perm: readonly number[], out?: string): Made {
    const { tensor, quant } = x.type;
    if (tensor && out === undefined) return this.constant(transposed(tensor, perm), quant && quant.axis !== null ? { ...quant, axis: perm.indexOf(quant.axis) } : quant);
    return this.node('Transpose', { perm }, [x], { shape: perm.map((p) => x.type.shape[p] ?? 1), out });
  }

  /** Elements start, start + step ... of one axis. */
  slice(x: Made, axis: number, range: { readonly start: number; readonly step: number; readonly length: number }, out?: string): Made {
    const along = (value: number, other: number): number[] => x.type.shape.map((_, i) => (i === axis ? value : other));
    const lengths = x.type.shape.map((d, i) => (i === axis ? range.length : d));
    return this.node('Slice', { starts: along(range.start, 0), steps: along(range.step, 1), lengths }, [x], { shape: lengths, out });
  }

  concat(parts: readonly Made[], axis: number, out?: string): Made {
    const [first] = parts;
    const total = parts.reduce((sum, p) => sum + (p.type.shape[axis] ?? 1), 0);
    return this.node('Concat', { axis }, parts, { shape: (first?.type.shape ?? []).map((d, i) => (i === axis ? total : d)), out });
  }

  /** The elements `indices` of one axis, in arithmetic progression where `x` is computed; -1: zeros, of constants only. */
  pick(x: Made, axis: number, indices: readonly number[]): Made {
    const { tensor, shape } = x.type;
    if (tensor) return this.constant(picked(tensor, axis, indices));
    const [first = 0, second = first + 1] = indices;
    if (first < 0) return this.constant(zeros(x.type.dtype, shape.map((d, i) => (i === axis ? indices.length : d))));
    return this.slice(x, axis, { start: first, step: second - first, length: indices.length });
  }

  /** Constants one after the other along axis 0. */
  joinedConstants(parts: readonly Made[]): Made {
    const tensors = parts.flatMap((p) => (p.type.tensor ? [p.type.tensor] : []));
    const [first] = tensors;
    if (first === undefined) throw new RangeError('constants are joined');
    const data = makeData(first.dtype, tensors.reduce((n, t) => n + t.data.length, 0));
    tensors.reduce((at, t) => (data.set(t.data as never, at), at + t.data.length), 0);
    const quant = parts[0]?.type.quant;
    const lists = (key: 'scale' | 'zeroPoint'): number[] => parts.flatMap((p) => [...(p.type.quant?.[key] ?? [])]);
    const joint = quant && quant.axis !== null ? { scale: lists('scale'), zeroPoint: lists('zeroPoint'), axis: 0 } : quant;
    return this.constant(makeTensor(first.dtype, [tensors.reduce((n, t) => n + (t.shape[0] ?? 1), 0), ...first.shape.slice(1)], data), joint);
  }

  /** Zeros before and behind one axis. */
  pad(x: Made, axis: number, before: number, after: number): Made {
    const along = (value: number): number[] => x.type.shape.map((_, i) => (i === axis ? value : 0));
    return this.node('Pad', { before: along(before), after: along(after), mode: 'constant', value: 0 }, [x], x.type.shape.map((d, i) => (i === axis ? d + before + after : d)));
  }

  /** The elements of `x` along `axis`, `before` and `after` more of zeros, or fewer where negative. */
  framed(x: Made, axis: number, before: number, after: number): Made {
    const length = x.type.shape[axis] ?? 1;
    const start = Math.max(0, -before);
    const kept = this.slice(x, axis, { start, step: 1, length: length - start - Math.max(0, -after) });
    return this.pad(kept, axis, Math.max(0, before), Math.max(0, after));
  }

  /** [N,C,D,H,W] -> [N*D,C,H,W]. */
  planes(x: Made): Made {
    const [n = 1, c = 1, d = 1, h = 1, w = 1] = x.type.shape;
    return this.reshape(this.transpose(x, [0, 2, 1, 3, 4]), [n * d, c, h, w]);
  }

  /** [N*D,C,H,W] -> [N,C,D,H,W]. */
  volume(x: Made, batch: number, out?: string): Made {
    const [planes = 1, c = 1, h = 1, w = 1] = x.type.shape;
    return this.transpose(this.reshape(x, [batch, planes / batch, c, h, w]), [0, 2, 1, 3, 4], out);
  }
}

