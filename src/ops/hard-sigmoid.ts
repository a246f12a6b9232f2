// HardSigmoid: https://onnx.ai/onnx/operators/onnx__HardSigmoid.html.
import { floatAttr } from './shared/attributes.ts';
import { unaryOpWith } from './shared/unary.ts';

export type HardSigmoidAttrs = { readonly alpha: number; readonly beta: number };

export default unaryOpWith<HardSigmoidAttrs>({
  op: 'HardSigmoid', since: [1, 6, 22], kernel: 'hard_sigmoid_f32', int8: true,
  f: (x, { alpha, beta }) => Math.min(1, Math.max(0, alpha * x + beta)),
  params: (attrs) => attrs,
}, (ctx) => ({ alpha: floatAttr(ctx, 'alpha', 0.2), beta: floatAttr(ctx, 'beta', 0.5) }));
