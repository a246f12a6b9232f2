// ThresholdedRelu: https://onnx.ai/onnx/operators/onnx__ThresholdedRelu.html.
import { floatAttr } from './shared/attributes.ts';
import { unaryOpWith } from './shared/unary.ts';

export type ThresholdedReluAttrs = { readonly alpha: number };

export default unaryOpWith<ThresholdedReluAttrs>({
  op: 'ThresholdedRelu', since: [10, 22], kernel: 'thresholded_relu_f32', int8: true,
  f: (x, { alpha }) => (x > alpha ? x : 0),
  params: (attrs) => attrs,
}, (ctx) => ({ alpha: floatAttr(ctx, 'alpha', 1) }));
