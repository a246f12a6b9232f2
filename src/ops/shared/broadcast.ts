// Multidirectional broadcasting of ONNX (numpy rules): shapes, constants, and run-time operands, which kernels read by strides of up to four
// dimensions; where more are left after joining, and for kernels of equal shapes, a strided copy makes an operand as large as the result.
import { type Shape, type Tensor, elementCount, sameShape, stridesOf } from '../../ir/tensor.ts';
import { BROADCAST_RANK } from '../../kernels/geometry/elementwise.ts';
import type { ParamValues } from '../../kernels/program.ts';
import type { CallOperand, LowerContext, LowerValue } from '../op-def.ts';
import { joinDims } from './joined-dims.ts';
import { stridedReference } from './movement.ts';
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
  return stridedReference(tensor, { dtype: tensor.dtype, shape }, { offset: 0, strides: broadcastStrides(tensor.shape, shape) });
}

/** The operand itself where shapes agree, else a temporary of the same scale that holds it broadcast. */
export function broadcastOperand<A>(ctx: LowerContext<A>, value: LowerValue, shape: Shape): LowerValue {
  if (elementCount(value.shape) === elementCount(shape)) return value;
  const wide = ctx.temporary(value.dtype, shape);
  const params = copyParams({ shape, from: broadcastStrides(value.shape, shape), to: stridesOf(shape) }, ctx.reject);
  ctx.call(copyKernel(value.dtype), params, { x: { value: value.handle }, y: { value: wide.handle } });
  return value.quant ? { ...wide, quant: value.quant } : wide;
}

/** Sizes d0 to d3 and strides of the named operands (qn_broadcast.h); null where more dimensions are left. */
export function broadcastParams(shape: Shape, operands: Readonly<Record<string, Shape>>): ParamValues | null {
  const names = Object.keys(operands);
  const dims = joinDims(shape, Object.values(operands).map((operand) => broadcastStrides(operand, shape)));
  if (dims.length > BROADCAST_RANK) return null;
  const unused = Array.from({ length: BROADCAST_RANK - dims.length }, () => ({ size: 1, strides: names.map(() => 0) }));
  const all = [...unused, ...dims];
  return Object.fromEntries(all.flatMap(({ size, strides }, i) => [[`d${i}`, size], ...names.map((name, k): [string, number] => [`${name}_s${i}`, strides[k] ?? 0])]));
}

/** Calls a kernel that reads its operands by strides, into `y`. */
export function callBroadcast<A>(ctx: LowerContext<A>, kernel: string, { operands, y, params = {} }: {
  readonly operands: Readonly<Record<string, LowerValue>>;
  readonly y: LowerValue;
  readonly params?: ParamValues;
}): void {
  const shapes = (values: Readonly<Record<string, LowerValue>>): Record<string, Shape> => Object.fromEntries(Object.entries(values).map(([name, v]) => [name, v.shape]));
  const direct = broadcastParams(y.shape, shapes(operands));
  const read = direct ? operands : Object.fromEntries(Object.entries(operands).map(([name, v]) => [name, broadcastOperand(ctx, v, y.shape)]));
  const handles = Object.entries({ ...read, y }).map(([name, v]): [string, CallOperand] => [name, { value: v.handle }]);
  ctx.call(kernel, { ...(direct ?? broadcastParams(y.shape, Object.fromEntries(Object.keys(read).map((name) => [name, y.shape])))), ...params }, Object.fromEntries(handles));
}
