// LeakyRelu: https://onnx.ai/onnx/operators/onnx__LeakyRelu.html.
import { floatAttr } from './shared/attributes.ts';
import { unaryOpWith } from './shared/unary.ts';

export type LeakyReluAttrs = { readonly alpha: number };

export default unaryOpWith<LeakyReluAttrs>({
  op: 'LeakyRelu', since: [1, 6, 16], kernel: 'leaky_relu_f32', int8: true,
  f: (x, { alpha }) => (x < 0 ? alpha * x : x),
  params: (attrs) => attrs,
}, (ctx) => ({ alpha: floatAttr(ctx, 'alpha', 0.01) }));
