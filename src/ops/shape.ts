// Shape: https://onnx.ai/onnx/operators/onnx__Shape.html (start and end from opset 15). Static shapes make it a constant.
import { makeTensor } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { intAttr, requiredInput } from './shared/attributes.ts';

export type ShapeAttrs = { readonly start: number; readonly end: number };

export default defineOp<ShapeAttrs>({
  op: 'Shape',
  since: [1, 13, 15, 19, 21, 23, 24, 25],
  arity: [1, 1],
  parse(ctx) {
    const rank = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape.length;
    const place = (name: string, fallback: number): number => {
      const given = intAttr(ctx, name, fallback);
      return Math.max(0, Math.min(rank, given < 0 ? given + rank : given));
    };
    return { start: place('start', 0), end: place('end', rank) };
  },
  infer(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const dims = shape.slice(ctx.attrs.start, ctx.attrs.end);
    const tensor = makeTensor('i64', [dims.length], BigInt64Array.from(dims, BigInt));
    return [{ dtype: 'i64', shape: [dims.length], tensor }];
  },
});
