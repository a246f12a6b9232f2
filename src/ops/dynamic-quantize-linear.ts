// DynamicQuantizeLinear: https://onnx.ai/onnx/operators/onnx__DynamicQuantizeLinear.html. Its uint8 outputs are integers that stand for themselves: values of
// scale 1 and zero point 0, which are stored as int8 like all others.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { roundHalfEven } from '../numeric/rounding.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';

const ITSELF = { scale: [1], zeroPoint: [0], axis: null };

export default defineOp<Record<never, never>>({
  op: 'DynamicQuantizeLinear',
  since: [11],
  arity: [1, 1],
  parse: () => ({}),
  infer(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return [{ dtype: 'u8', shape, quant: ITSELF }, { dtype: 'f32', shape: [] }, { dtype: 'u8', shape: [], quant: ITSELF }];
  },
  reference({ inputs: [x] }) {
    invariant(!!x, 'DynamicQuantizeLinear needs an input');
    const values = toNumbers(x);
    const low = values.reduce((a, b) => Math.min(a, b), 0);
    const step = Math.fround(Math.fround(values.reduce((a, b) => Math.max(a, b), 0) - low) / 255);
    const zero = step > 0 ? roundHalfEven(Math.fround(-low / step)) : 0;
    const y = Uint8Array.from(values, (v) => (step > 0 ? Math.max(0, Math.min(255, roundHalfEven(Math.fround(v / step)) + zero)) : zero));
    return [makeTensor('u8', x.shape, y), makeTensor('f32', [], Float32Array.of(step)), makeTensor('u8', [], Uint8Array.of(zero))];
  },
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y, scale, zero] = ctx.outputs;
    invariant(!!x && y?.dtype === 'i8', 'DynamicQuantizeLinear needs an input, and writes int8');
    const real = scale ?? ctx.temporary('f32', []);
    const point = zero ?? ctx.temporary('i8', []);
    ctx.call('dynamic_quantize_f32_s8', { count: elementCount(x.shape) }, { x: { value: x.handle }, y: { value: y.handle }, scale: { value: real.handle }, zero: { value: point.handle } });
  },
});
