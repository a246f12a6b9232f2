// Cast: https://onnx.ai/onnx/operators/onnx__Cast.html. Constant folding between integers, bool and floats; float to integer truncates.
// At run time only a cast to the type that the value has already (a half float is widened at import).
import { invariant } from '../diagnostics/diagnostic.ts';
import { type DType, isFloat } from '../ir/dtype.ts';
import { toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { intAttr, requiredInput } from './shared/attributes.ts';
import { fromNumbers } from './shared/elementwise.ts';

/** TensorProto.DataType numbers that have a place here; float16 and bfloat16 are widened. */
const TYPES: ReadonlyMap<number, DType> = new Map([
  [1, 'f32'], [2, 'u8'], [3, 'i8'], [4, 'u16'], [5, 'i16'], [6, 'i32'], [7, 'i64'], [9, 'bool'], [10, 'f32'], [11, 'f32'], [12, 'u32'], [13, 'u64'], [16, 'f32'],
]);

export type CastAttrs = { readonly to: DType };

export default defineOp<CastAttrs>({
  op: 'Cast',
  since: [1, 6, 9, 13, 19, 21, 23, 24, 25],
  arity: [1, 1],
  parse(ctx) {
    const number = intAttr(ctx, 'to', 0);
    return { to: TYPES.get(number) ?? ctx.reject(`element type ${number} is not supported`) };
  },
  infer: (ctx) => [{ dtype: ctx.attrs.to, shape: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape }],
  reference({ attrs, inputs, outputs }) {
    const [x] = inputs;
    const [y] = outputs;
    invariant(!!x && !!y, 'Cast needs an input');
    const values = toNumbers(x);
    if (attrs.to === 'bool') return [fromNumbers(y, values.map((v) => (v === 0 ? 0 : 1)))];
    return [fromNumbers(y, isFloat(attrs.to) ? values : values.map(Math.trunc))];
  },
  decompose(ctx) {
    if (ctx.inputs[0]?.dtype !== ctx.attrs.to) return false;
    ctx.node('Identity', {}, [ctx.inputIds[0] ?? null], ctx.outputIds[0] ?? '');
    return true;
  },
});
