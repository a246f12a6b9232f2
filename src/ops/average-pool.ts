// AveragePool: https://onnx.ai/onnx/operators/onnx__AveragePool.html (opset 7 count_include_pad, 10 ceil_mode, 19 dilations).
// Two spatial dimensions, no dilation. Integer form: sum, then one requantization with a multiplier per number of valid elements.
import { invariant } from '../diagnostics/diagnostic.ts';
import { makeTensor, toNumbers } from '../ir/tensor.ts';
import { averageOf } from '../numeric/moments.ts';
import { type LowerContext, type LowerValue, defineOp } from './op-def.ts';
import { floatLimits } from './shared/limits.ts';
import { type PoolAttrs, inferPool, parsePool, poolGeometry, poolReference } from './shared/pool.ts';
import { type ChannelRequant, type PerTensor, channelRequant, clampLimits, perTensor } from './shared/requant.ts';

function area(attrs: PoolAttrs): number {
  return attrs.kernel.reduce((p, k) => p * k, 1);
}

/** A multiplier for each number of valid elements; null where they do not fit the requantization rule. */
function requantOf(attrs: PoolAttrs, input: PerTensor, output: PerTensor): ChannelRequant | null {
  const counts = Array.from({ length: area(attrs) }, (_, i) => i + 1);
  return channelRequant({
    multipliers: counts.map((n) => input.scale / output.scale / (attrs.countIncludePad ? area(attrs) : n)),
    biases: counts.map((n) => -n * input.zeroPoint),
    bounds: counts.map((n) => n * 256),
  });
}

function lowerInteger(ctx: LowerContext<PoolAttrs>, x: LowerValue, y: LowerValue): void {
  const output = perTensor(y);
  const requant = requantOf(ctx.attrs, perTensor(x), output);
  if (requant === null) return ctx.reject('its accumulator does not fit int32', 'keep this unit in float');
  ctx.call('avg_pool_s8', { ...poolGeometry(ctx.attrs, x, y), pre_shift: requant.preShift, out_zero_point: output.zeroPoint, ...clampLimits(ctx.clamp, output) }, {
    x: { value: x.handle },
    requant: { constant: requant.table, dtype: 'i32', role: 'weight' },
    y: { value: y.handle },
  });
}

export default defineOp<PoolAttrs>({
  op: 'AveragePool',
  since: [1, 7, 10, 11, 19, 22],
  arity: [1, 1],
  parse(ctx) {
    const attrs = parsePool(ctx);
    return attrs.dilations.some((d) => d !== 1) ? ctx.reject('dilations are not supported', 'use dilations of 1') : attrs;
  },
  infer: inferPool,
  reference({ attrs, inputs, outputs }) {
    const [x] = inputs;
    const [y] = outputs;
    invariant(!!x && !!y, 'AveragePool needs an input');
    const mean = (values: number[]): number => values.reduce((s, v) => s + v, 0) / (attrs.countIncludePad ? area(attrs) : values.length);
    return [makeTensor('f32', y.shape, poolReference(attrs, { type: x, data: toNumbers(x) }, y, mean))];
  },
  quant: {
    supports: () => true,
    fits: ({ attrs, inputs: [x], outputs: [y] }) => requantOf(attrs, perTensor(x), perTensor(y)) !== null,
    leastOutputScale: ({ attrs }, [x = 0]) => (x * area(attrs)) / 2 ** 18,
    roles: () => ({ inputs: [{ kind: 'activation' }], outputs: [{ kind: 'activation' }] }),
  },
  channelsLast: (attrs) => ({ ...attrs, layout: 'nhwc' }),
  clamps: true,
  homogeneous: ({ attrs }) => attrs.layout === 'nhwc',
  moments: ({ attrs }, [x]) => (x && attrs.layout === 'nhwc' ? averageOf(x, area(attrs)) : null),
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y && ctx.attrs.layout === 'nhwc', 'AveragePool is lowered in NHWC');
    if (x.dtype === 'i8') return lowerInteger(ctx, x, y);
    const params = { ...poolGeometry(ctx.attrs, x, y), count_include_pad: ctx.attrs.countIncludePad ? 1 : 0, ...floatLimits(ctx.clamp) };
    ctx.call('avg_pool_f32', params, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
