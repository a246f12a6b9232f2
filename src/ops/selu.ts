// Selu: https://onnx.ai/onnx/operators/onnx__Selu.html.
import { floatAttr } from './shared/attributes.ts';
import { unaryOpWith } from './shared/unary.ts';

export type SeluAttrs = { readonly alpha: number; readonly gamma: number };

export default unaryOpWith<SeluAttrs>({
  op: 'Selu', since: [1, 6, 22], kernel: 'selu_f32', int8: true,
  f: (x, { alpha, gamma }) => gamma * (x < 0 ? alpha * Math.expm1(x) : x),
  params: (attrs) => attrs,
}, (ctx) => ({ alpha: floatAttr(ctx, 'alpha', 1.67326319217681884765625), gamma: floatAttr(ctx, 'gamma', 1.05070102214813232421875) }));
