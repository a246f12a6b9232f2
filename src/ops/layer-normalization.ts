// LayerNormalization: https://onnx.ai/onnx/operators/onnx__LayerNormalization.html. Rows from `axis` on. Mean and InvStdDev, where they are read, are
// computed by nodes of their own; a scale or bias that is broadcast within a row is applied behind it. Integer form: exact integer moments.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Tensor, elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { type DecomposeContext, type LowerContext, type ReferenceContext, type ValueType, defineOp } from './op-def.ts';
import { floatAttr, intAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { broadcastTo } from './shared/broadcast.ts';
import { Build, type Made } from './shared/build.ts';
import { type IntegerNorm, NORM_ROLES, canNormalize, fitsNorm, lowerIntegerNorm } from './shared/integer-norm.ts';
import { floatLimits } from './shared/limits.ts';
import { momentsOf, rowsFrom } from './shared/normalization.ts';

export type LayerNormalizationAttrs = {
  readonly axis: number;
  readonly epsilon: number;
  /** What the node computes: all outputs that are read, as imported, or one of them. */
  readonly result: 'all' | 'values' | 'mean' | 'inverse';
  readonly outputs: number;
};

function momentsType(x: ValueType, axis: number): ValueType {
  return { dtype: 'f32', shape: x.shape.map((d, i) => (i < axis ? d : 1)) };
}

function typesOf({ axis, result, outputs }: LayerNormalizationAttrs, x: ValueType): ValueType[] {
  const moments = momentsType(x, axis);
  if (result === 'mean' || result === 'inverse') return [moments];
  return [{ dtype: x.dtype, shape: x.shape }, moments, moments].slice(0, result === 'all' ? Math.max(1, outputs) : 1);
}

function reference({ attrs, inputs: [x, scale, bias], outputs }: ReferenceContext<LayerNormalizationAttrs>): Tensor[] {
  invariant(!!x, 'LayerNormalization needs an input');
  const { rows, cols } = rowsFrom(x.shape, attrs.axis);
  const xs = toNumbers(x);
  const factor = scale ? toNumbers(broadcastTo(scale, x.shape)) : null;
  const offset = bias ? toNumbers(broadcastTo(bias, x.shape)) : null;
  const moments = Array.from({ length: rows }, (_, r) => momentsOf(xs.slice(r * cols, (r + 1) * cols), attrs.epsilon));
  const values = Float32Array.from(xs, (v, i) => {
    const { mean = 0, inverse = 0 } = moments[Math.floor(i / cols)] ?? {};
    return (v - mean) * inverse * (factor?.[i] ?? 1) + (offset?.[i] ?? 0);
  });
  const lists = { values, mean: Float32Array.from(moments, (m) => m.mean), inverse: Float32Array.from(moments, (m) => m.inverse) };
  const wanted = attrs.result === 'all' ? [lists.values, lists.mean, lists.inverse] : [lists[attrs.result]];
  return outputs.map((y, i) => makeTensor('f32', y.shape, wanted[i] ?? new Float32Array()));
}

/** Whether a parameter has an entry for each element of a row. */
function fillsRow(parameter: Made | null, cols: number): boolean {
  return parameter === null || elementCount(parameter.type.shape) === cols;
}

function apart(b: Build<LayerNormalizationAttrs>): void {
  const x = b.input(0);
  const results = ['values', 'mean', 'inverse'] as const;
  b.ctx.outputIds.forEach((out, i) => {
    const result = results[i] ?? 'values';
    if (!b.ctx.isRead(i)) return;
    const parameters = result === 'values' ? [b.optional(1), b.optional(2)] : [];
    b.node('LayerNormalization', { ...b.ctx.attrs, result }, [x, ...parameters], { shape: b.ctx.outputs[i]?.shape ?? [], out });
  });
}

function decompose(ctx: DecomposeContext<LayerNormalizationAttrs>): boolean {
  const b = new Build(ctx);
  if (ctx.attrs.result === 'all') {
    apart(b);
    return true;
  }
  const { shape } = b.input(0).type;
  const { cols } = rowsFrom(shape, ctx.attrs.axis);
  const [scale, bias] = [b.optional(1), b.optional(2)];
  if (fillsRow(scale, cols) && fillsRow(bias, cols)) return false;
  const [out = ''] = ctx.outputIds;
  const plain = b.node('LayerNormalization', ctx.attrs, [b.input(0)], shape);
  const scaled = scale ? b.node('Mul', {}, [plain, scale], bias ? shape : { shape, out }) : plain;
  if (bias) b.node('Add', {}, [scaled, bias], { shape, out });
  return true;
}

function integerNorm({ axis, epsilon }: LayerNormalizationAttrs): IntegerNorm {
  return { axis, epsilon, centred: true };
}

function lower(ctx: LowerContext<LayerNormalizationAttrs>): void {
  const [x, scale, bias] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'LayerNormalization needs an input');
  if (x.dtype === 'i8') return lowerIntegerNorm(ctx, integerNorm(ctx.attrs));
  const { rows, cols } = rowsFrom(x.shape, ctx.attrs.axis);
  const epsilon = Math.fround(ctx.attrs.epsilon);
  if (ctx.attrs.result !== 'values') return ctx.call('row_moments_f32', { rows, cols, inverse: ctx.attrs.result === 'inverse' ? 1 : 0, epsilon }, { x: { value: x.handle }, y: { value: y.handle } });
  const params = { batch: rows, pixels: 1, groups: 1, width: cols, centred: 1, epsilon, ...floatLimits(ctx.clamp) };
  ctx.call('group_norm_f32', params, { x: { value: x.handle }, scale: scale ? { value: scale.handle } : null, bias: bias ? { value: bias.handle } : null, y: { value: y.handle } });
}

export default defineOp<LayerNormalizationAttrs>({
  op: 'LayerNormalization',
  since: [1, 17],
  arity: [1, 3],
  finiteConstants: true,
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const axis = normaliseAxis(intAttr(ctx, 'axis', -1), shape.length, ctx.reject.bind(ctx));
    return { axis, epsilon: floatAttr(ctx, 'epsilon', 1e-5), result: 'all', outputs: ctx.readOutputs };
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const row = x.shape.slice(ctx.attrs.axis);
    for (const p of ctx.inputs.slice(1)) {
      const fits = !p || (p.shape.length <= x.shape.length && p.shape.every((d, i) => d === 1 || d === x.shape[i + x.shape.length - p.shape.length]));
      if (!fits) return ctx.reject(`scale or bias has shape [${p.shape.join(',')}]; [${row.join(',')}] is expected`);
    }
    return typesOf(ctx.attrs, x);
  },
  reference,
  quant: {
    supports: (ctx) => ctx.attrs.result === 'values' && canNormalize(ctx, ctx.attrs.axis),
    fits: (ctx) => fitsNorm(ctx, integerNorm(ctx.attrs)),
    roles: () => NORM_ROLES,
  },
  clamps: true,
  decompose,
  lower,
});
