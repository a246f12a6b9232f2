// RMSNormalization: https://onnx.ai/onnx/operators/onnx__RMSNormalization.html. As LayerNormalization with a mean of 0, and a scale only.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { floatAttr, intAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { broadcastTo } from './shared/broadcast.ts';
import { Build } from './shared/build.ts';
import { type IntegerNorm, NORM_ROLES, canNormalize, fitsNorm, lowerIntegerNorm } from './shared/integer-norm.ts';
import { floatLimits } from './shared/limits.ts';
import { rowsFrom } from './shared/normalization.ts';

export type RmsNormalizationAttrs = { readonly axis: number; readonly epsilon: number };

function integerNorm({ axis, epsilon }: RmsNormalizationAttrs): IntegerNorm {
  return { axis, epsilon, centred: false };
}

export default defineOp<RmsNormalizationAttrs>({
  op: 'RMSNormalization',
  since: [23],
  arity: [1, 2],
  finiteConstants: true,
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return { axis: normaliseAxis(intAttr(ctx, 'axis', -1), shape.length, ctx.reject.bind(ctx)), epsilon: floatAttr(ctx, 'epsilon', 1e-5) };
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const scale = ctx.inputs[1];
    const fits = !scale || (scale.shape.length <= x.shape.length && scale.shape.every((d, i) => d === 1 || d === x.shape[i + x.shape.length - scale.shape.length]));
    return fits ? [{ dtype: x.dtype, shape: x.shape }] : ctx.reject(`scale has shape [${scale.shape.join(',')}]; [${x.shape.slice(ctx.attrs.axis).join(',')}] is expected`);
  },
  reference({ attrs, inputs: [x, scale], outputs: [y] }) {
    invariant(!!x && !!y, 'RMSNormalization needs an input');
    const { rows, cols } = rowsFrom(x.shape, attrs.axis);
    const xs = toNumbers(x);
    const factor = scale ? toNumbers(broadcastTo(scale, x.shape)) : null;
    const inverse = Array.from({ length: rows }, (_, r) => 1 / Math.sqrt(xs.slice(r * cols, (r + 1) * cols).reduce((s, v) => s + v * v, 0) / cols + attrs.epsilon));
    return [makeTensor('f32', y.shape, Float32Array.from(xs, (v, i) => v * (inverse[Math.floor(i / cols)] ?? 0) * (factor?.[i] ?? 1)))];
  },
  quant: {
    supports: (ctx) => canNormalize(ctx, ctx.attrs.axis),
    fits: (ctx) => fitsNorm(ctx, integerNorm(ctx.attrs)),
    roles: () => NORM_ROLES,
  },
  clamps: true,
  decompose(ctx) {
    const b = new Build(ctx);
    const scale = b.optional(1);
    const { shape } = b.input(0).type;
    if (scale === null || elementCount(scale.type.shape) === rowsFrom(shape, ctx.attrs.axis).cols) return false;
    b.node('Mul', {}, [b.node('RMSNormalization', ctx.attrs, [b.input(0)], shape), scale], { shape, out: ctx.outputIds[0] });
    return true;
  },
  lower(ctx) {
    const [x, scale] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'RMSNormalization needs an input');
    if (x.dtype === 'i8') return lowerIntegerNorm(ctx, integerNorm(ctx.attrs));
    const { rows, cols } = rowsFrom(x.shape, ctx.attrs.axis);
    const params = { batch: rows, pixels: 1, groups: 1, width: cols, centred: 0, epsilon: Math.fround(ctx.attrs.epsilon), ...floatLimits(ctx.clamp) };
    ctx.call('group_norm_f32', params, { x: { value: x.handle }, scale: scale ? { value: scale.handle } : null, bias: null, y: { value: y.handle } });
  },
});
