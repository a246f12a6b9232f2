// Celu: https://onnx.ai/onnx/operators/onnx__Celu.html.
import { floatAttr } from './shared/attributes.ts';
import { unaryOpWith } from './shared/unary.ts';

export type CeluAttrs = { readonly alpha: number };

export default unaryOpWith<CeluAttrs>({
  op: 'Celu', since: [12], kernel: 'celu_f32', int8: true,
  f: (x, { alpha }) => (x < 0 ? alpha * Math.expm1(x / alpha) : x),
  params: (attrs) => attrs,
}, (ctx) => ({ alpha: floatAttr(ctx, 'alpha', 1) }));
