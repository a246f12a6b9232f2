// Swish: https://onnx.ai/onnx/operators/onnx__Swish.html. x * sigmoid(alpha * x).
import { sigmoid } from '../numeric/special-functions.ts';
import { floatAttr } from './shared/attributes.ts';
import { unaryOpWith } from './shared/unary.ts';

export type SwishAttrs = { readonly alpha: number };

export default unaryOpWith<SwishAttrs>({
  op: 'Swish', since: [24], kernel: 'swish_f32', int8: true,
  f: (x, { alpha }) => (x === -Infinity ? 0 : x * sigmoid(alpha * x)),
  params: (attrs) => attrs,
}, (ctx) => ({ alpha: floatAttr(ctx, 'alpha', 1) }));
