// Upsample: https://onnx.ai/onnx/operators/onnx__Upsample.html (scales are an attribute in opset 7, a constant input in 9; gone from 10 on). A Resize whose
// positions are multiples of 1 / scale.
import { type ParseContext, defineOp } from './op-def.ts';
import resize from './resize.ts';
import { constantInput, requiredInput, stringAttr } from './shared/attributes.ts';
import type { ResizeAttrs } from './shared/resize.ts';

function scalesOf(ctx: ParseContext): number[] {
  const given = ctx.raw['scales'];
  if (Array.isArray(given)) return given.map(Number);
  return constantInput(ctx, 'scales', 1) ?? ctx.reject('scales are missing');
}

export default defineOp<ResizeAttrs>({
  op: 'Upsample',
  since: [7, 9, 10],
  arity: [1, 2],
  dataInputs: 1,
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const scales = scalesOf(ctx).map(Math.fround);
    if (scales.length !== shape.length || scales.some((s) => !(s >= 1))) return ctx.reject(`scales [${scales.join(',')}] must be at least 1, one for each of ${shape.length} axes`);
    const mode = stringAttr(ctx, 'mode', 'nearest', ['nearest', 'linear', 'bilinear']) === 'nearest' ? 'nearest' : 'linear';
    return {
      mode, coordinates: 'asymmetric', nearest: 'simple', cubicA: -0.75, excludeOutside: false, antialias: false, extrapolation: 0,
      scales, sizes: shape.map((d, i) => Math.floor(d * (scales[i] ?? 1))), from: shape.map(() => 0), to: shape.map(() => 1),
    };
  },
  infer: (ctx) => [{ dtype: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).dtype, shape: ctx.attrs.sizes }],
  reference: (ctx) => resize.reference?.(ctx) ?? [],
  decompose(ctx) {
    ctx.node('Resize', { ...ctx.attrs }, [ctx.inputIds[0] ?? null], ctx.outputIds[0] ?? '');
    return true;
  },
});
