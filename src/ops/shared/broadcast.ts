// Multidirectional broadcasting of ONNX (numpy rules): shapes, constants, and run-time operands by a strided copy.
import { type Shape, type Tensor, elementCount, makeTensor, sameShape, stridesOf } from '../../ir/tensor.ts';
import { makeData } from '../../ir/dtype.ts';
import type { LowerContext, LowerValue } from '../op-def.ts';
import { copyKernel, copyParams } from './strided-copy.ts';

export function broadcastShapes(a: Shape, b: Shape, reject: (message: string) => never): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return reject(`shapes [${a.join(',')}] and [${b.join(',')}] cannot be broadcast`);
    return x === 1 ? y : x;
  });
}

/** Strides of `shape` seen as `target`: 0 along broadcast dimensions. */
export function broadcastStrides(shape: Shape, target: Shape): number[] {
  const strides = stridesOf(shape);
  const missing = target.length - shape.length;
  return target.map((_, i) => (i < missing || shape[i - missing] === 1 ? 0 : (strides[i - missing] ?? 0)));
}

export function broadcastTo(tensor: Tensor, shape: Shape): Tensor {
  if (sameShape(tensor.shape, shape)) return tensor;
  const strides = broadcastStrides(tensor.shape, shape);
  const own = stridesOf(shape);
  const data = makeData(tensor.dtype, elementCount(shape));
  for (let i = 0; i < data.length; i++) {
    const from = own.reduce((sum, stride, d) => sum + (Math.floor(i / stride) % (shape[d] ?? 1)) * (strides[d] ?? 0), 0);
    data[i] = tensor.data[from] ?? 0;
  }
  return makeTensor(tensor.dtype, shape, data);
}

/** The operand itself where shapes agree, else a temporary of the same scale that holds it broadcast. */
export function broadcastOperand<A>(ctx: LowerContext<A>, value: LowerValue, shape: Shape): LowerValue {
  if (elementCount(value.shape) === elementCount(shape)) return value;
  const wide = ctx.temporary(value.dtype, shape);
  const params = copyParams({ shape, from: broadcastStrides(value.shape, shape), to: stridesOf(shape) }, ctx.reject);
  ctx.call(copyKernel(value.dtype), params, { x: { value: value.handle }, y: { value: wide.handle } });
  return value.quant ? { ...wide, quant: value.quant } : wide;
}
