// Clip: https://onnx.ai/onnx/operators/onnx__Clip.html. Bounds are attributes up to opset 6 and inputs from 11 on. Integers, and bounds that are computed,
// are written as Max and Min.
// Usually fused into its producer as an output clamp; what stays is a float clamp or an int8 table.
import { invariant } from '../diagnostics/diagnostic.ts';
import { isFloat } from '../ir/dtype.ts';
import { elementCount } from '../ir/tensor.ts';
import { clamped } from '../numeric/moments.ts';
import { type ParseContext, defineOp } from './op-def.ts';
import { constantInput, floatAttr } from './shared/attributes.ts';
import { ACTIVATION_IN_OUT, inferUnary, lowerTable, permuteElementwise, unaryReference } from './shared/elementwise.ts';
import { floatLimits } from './shared/limits.ts';

export type ClipAttrs = { readonly min: number; readonly max: number };

function bound(ctx: ParseContext, name: 'min' | 'max', index: number, open: number): number {
  const given = ctx.opset < 11 ? [floatAttr(ctx, name, open)] : constantInput(ctx, name, index);
  if (given === null) return open;
  const [value = open] = given;
  if (given.length !== 1 || Number.isNaN(value)) return ctx.reject(`bound '${name}' must be one number`);
  return Math.abs(value) >= 3.4028234e38 ? open : value;
}

const clip = (attrs: ClipAttrs) => (x: number): number => Math.min(attrs.max, Math.max(attrs.min, x));

export default defineOp<ClipAttrs>({
  op: 'Clip',
  since: [1, 6, 11, 12, 13],
  arity: [1, 3],
  dataInputs: 1,
  expand(ctx) {
    const [x, low, high] = ctx.inputs;
    const [id = null, lowId = null, highId = null] = ctx.inputIds;
    if (!x || (isFloat(x.dtype) && [low, high].every((bound) => !bound || bound.tensor))) return false;
    const [output] = ctx.outputIds;
    const raised = lowId === null ? id : ctx.node('Max', {}, [id, lowId], highId === null ? { output } : {});
    if (highId !== null) ctx.node('Min', {}, [raised, highId], { output });
    else if (lowId === null) ctx.node('Identity', {}, [id], { output });
    return true;
  },
  parse: (ctx) => ({ min: bound(ctx, 'min', 1, -Infinity), max: bound(ctx, 'max', 2, Infinity) }),
  infer: inferUnary,
  reference: (ctx) => unaryReference(ctx, clip(ctx.attrs)),
  quant: ACTIVATION_IN_OUT,
  permute: permuteElementwise,
  moments: ({ attrs }, [x]) => (x ? clamped(x, attrs) : null),
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'Clip needs an input');
    if (x.dtype === 'i8') return lowerTable(ctx, clip(ctx.attrs));
    if (x.dtype !== 'f32') return ctx.reject(`element type ${x.dtype} is not supported at run time`);
    ctx.call('clamp_f32', { count: elementCount(x.shape), ...floatLimits(ctx.attrs) }, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
