// QuantizeLinear: https://onnx.ai/onnx/operators/onnx__QuantizeLinear.html, per tensor, to int8. Inserted by the quantize stage, or what
// imported-quantize-linear becomes; the output value carries scale and zero point. What is left after fusing is a real conversion from float.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { permuteElementwise } from './shared/elementwise.ts';
import { perTensor } from './shared/requant.ts';

export default defineOp<Record<never, never>>({
  op: 'QuantizeLinear',
  domain: 'quantune',
  since: [1],
  arity: [1, 1],
  parse: () => ({}),
  infer: (ctx) => [{ dtype: 'i8', shape: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape }],
  permute: permuteElementwise,
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'QuantizeLinear needs an input');
    const { scale, zeroPoint } = perTensor(y);
    const params = { count: elementCount(x.shape), inverse_scale: Math.fround(1 / scale), zero_point: zeroPoint };
    ctx.call('quantize_f32_s8', params, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
