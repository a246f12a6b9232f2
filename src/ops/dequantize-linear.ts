// DequantizeLinear: https://onnx.ai/onnx/operators/onnx__DequantizeLinear.html, per tensor, from int8. Inserted by the quantize stage, or
// what imported-dequantize-linear becomes; the input value carries scale and zero point. What is left after fusing is a real conversion to float.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { permuteElementwise } from './shared/elementwise.ts';
import { perTensor } from './shared/requant.ts';

export default defineOp<Record<never, never>>({
  op: 'DequantizeLinear',
  domain: 'quantune',
  since: [1],
  arity: [1, 1],
  parse: () => ({}),
  infer: (ctx) => [{ dtype: 'f32', shape: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape }],
  permute: permuteElementwise,
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'DequantizeLinear needs an input');
    const { scale, zeroPoint } = perTensor(x);
    const params = { count: elementCount(x.shape), scale: Math.fround(scale), zero_point: zeroPoint };
    ctx.call('dequantize_s8_f32', params, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
