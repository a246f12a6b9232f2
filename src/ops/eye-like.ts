// EyeLike: https://onnx.ai/onnx/operators/onnx__EyeLike.html. Ones on a diagonal; depends on the input's shape only: a constant.
import type { DType } from '../ir/dtype.ts';
import { defineOp } from './op-def.ts';
import { intAttr, requiredInput } from './shared/attributes.ts';
import { elementTypeAttr } from './shared/element-type.ts';
import { fromNumbers } from './shared/elementwise.ts';

export type EyeLikeAttrs = { readonly diagonal: number; readonly dtype: DType };

export default defineOp<EyeLikeAttrs>({
  op: 'EyeLike',
  since: [9, 22],
  arity: [1, 1],
  parse(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return { diagonal: intAttr(ctx, 'k', 0), dtype: elementTypeAttr(ctx, 'dtype', x.dtype) };
  },
  infer(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const [rows = 0, columns = 0] = shape;
    if (shape.length !== 2) return ctx.reject(`input has shape [${shape.join(',')}]; two dimensions are expected`);
    const type = { dtype: ctx.attrs.dtype, shape };
    const values = Array.from({ length: rows * columns }, (_, i) => Number((i % columns) - Math.floor(i / columns) === ctx.attrs.diagonal));
    return [{ ...type, tensor: fromNumbers(type, values) }];
  },
});
