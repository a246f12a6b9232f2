// Gelu: https://onnx.ai/onnx/operators/onnx__Gelu.html, by the error function or approximated by tanh.
import { gelu } from '../numeric/special-functions.ts';
import { stringAttr } from './shared/attributes.ts';
import { unaryOpWith } from './shared/unary.ts';

export type GeluAttrs = { readonly approximate: string };

export default unaryOpWith<GeluAttrs>({
  op: 'Gelu', since: [20], int8: true,
  kernel: ({ approximate }) => (approximate === 'tanh' ? 'gelu_tanh_f32' : 'gelu_f32'),
  f: (x, { approximate }) => gelu(x, approximate === 'tanh'),
}, (ctx) => ({ approximate: stringAttr(ctx, 'approximate', 'none', ['none', 'tanh']) }));
