// BitCast: https://onnx.ai/onnx/operators/onnx__BitCast.html: the same bits as elements of another type of the same width.
// float16, bfloat16 and float64 have other bits here than in the model, so that they are refused.
import { type DType, bytesOf, viewData } from '../ir/dtype.ts';
import { elementCount, makeTensor, stridesOf } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { intAttr, requiredInput } from './shared/attributes.ts';
import { typeNumber, typeOf } from './shared/element-type.ts';
import { permuteElementwise } from './shared/elementwise.ts';
import { copyKernel, copyParams } from './shared/strided-copy.ts';

export type BitCastAttrs = { readonly to: DType };

export default defineOp<BitCastAttrs>({
  op: 'BitCast',
  since: [26],
  arity: [1, 1],
  parse(ctx) {
    const number = intAttr(ctx, 'to', 0);
    const [to] = typeOf(number) ?? [];
    return to !== undefined && typeNumber(to) === number ? { to } : ctx.reject(`element type ${number} is not supported`);
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    if (bytesOf(x.dtype) !== bytesOf(ctx.attrs.to)) return ctx.reject(`elements of ${x.dtype} and ${ctx.attrs.to} are not of one width`, 'float64 is float32 here; cast to it before when exporting');
    return [{ dtype: ctx.attrs.to, shape: x.shape }];
  },
  reference({ attrs, inputs: [x], outputs: [y] }) {
    if (!x || !y) return [];
    const bytes = new Uint8Array(x.data.buffer, x.data.byteOffset, x.data.byteLength).slice();
    return [makeTensor(attrs.to, y.shape, viewData(attrs.to, bytes.buffer, 0, x.data.length))];
  },
  permute: permuteElementwise,
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    if (!x || !y) return ctx.reject('its operand is missing');
    const flat = [elementCount(y.shape)];
    ctx.call(copyKernel(y.dtype), copyParams({ shape: flat, from: stridesOf(flat), to: stridesOf(flat) }, ctx.reject), { x: { value: x.handle }, y: { value: y.handle } });
  },
});
