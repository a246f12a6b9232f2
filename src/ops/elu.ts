// Elu: https://onnx.ai/onnx/operators/onnx__Elu.html.
import { floatAttr } from './shared/attributes.ts';
import { unaryOpWith } from './shared/unary.ts';

export type EluAttrs = { readonly alpha: number };

export default unaryOpWith<EluAttrs>({
  op: 'Elu', since: [1, 6, 22], kernel: 'elu_f32', int8: true,
  f: (x, { alpha }) => (x < 0 ? alpha * Math.expm1(x) : x),
  params: (attrs) => attrs,
}, (ctx) => ({ alpha: floatAttr(ctx, 'alpha', 1) }));
