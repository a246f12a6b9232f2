// NonZero: https://onnx.ai/onnx/operators/onnx__NonZero.html, of a constant: coordinates of its elements that are not 0, one row per dimension. At run time
// the size of the output would depend on values, which no static arena can hold.
import { coordinatesOf, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';

export default defineOp<Record<never, never>>({
  op: 'NonZero',
  since: [9, 13],
  arity: [1, 1],
  constantInputs: [0],
  parse: () => ({}),
  infer(ctx) {
    const { shape, tensor } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    if (!tensor) return ctx.reject('the size of its output depends on values computed at run time', 'use Where or Mul with a mask of fixed size instead');
    const found = toNumbers(tensor).flatMap((v, i) => (v === 0 ? [] : [coordinatesOf(i, shape)]));
    const rows = shape.map((_, d) => found.map((at) => BigInt(at[d] ?? 0)));
    const dims = [shape.length, found.length];
    return [{ dtype: 'i64', shape: dims, tensor: makeTensor('i64', dims, BigInt64Array.from(rows.flat())) }];
  },
});
