// Transpose: https://onnx.ai/onnx/operators/onnx__Transpose.html. Lowered to one strided copy, or to a kernel that needs no second buffer where the few
// planes of an int8 image become pixels; most vanish in the pass channels-last.
import { invariant } from '../diagnostics/diagnostic.ts';
import { stridesOf } from '../ir/tensor.ts';
import type { ParamValues } from '../kernels/program.ts';
import { mixed } from '../numeric/moments.ts';
import { type ValueType, defineOp } from './op-def.ts';
import { intsAttr, requiredInput } from './shared/attributes.ts';
import { SHARED_QUANT, lowerView, stridedReference } from './shared/movement.ts';

export type TransposeAttrs = { readonly perm: readonly number[] };

/** Most planes of what is taken for an image. */
const MOST_PLANES = 4;

/** Params of planes_to_pixels_8 where the transposition is one; null where it is not. */
function imageOf({ shape, dtype }: ValueType, perm: readonly number[]): ParamValues | null {
  const [batch = 0, planes = 0, height = 0, width = 0] = shape;
  const bytes = dtype === 'i8' || dtype === 'u8';
  return bytes && perm.join() === '0,2,3,1' && batch === 1 && planes > 1 && planes <= MOST_PLANES ? { planes, height, width } : null;
}

export default defineOp<TransposeAttrs>({
  op: 'Transpose',
  since: [1, 13, 21, 23, 24, 25],
  arity: [1, 1],
  parse(ctx) {
    const rank = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape.length;
    const perm = intsAttr(ctx, 'perm') ?? Array.from({ length: rank }, (_, i) => rank - 1 - i);
    const sorted = [...perm].sort((a, b) => a - b);
    return perm.length === rank && sorted.every((p, i) => p === i) ? { perm } : ctx.reject(`perm [${perm.join(',')}] is not a permutation of ${rank} axes`);
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return [{ dtype: x.dtype, shape: ctx.attrs.perm.map((p) => x.shape[p] ?? 1) }];
  },
  reference({ attrs, inputs: [x], outputs: [y] }) {
    invariant(!!x && !!y, 'Transpose needs an input');
    const strides = stridesOf(x.shape);
    return [stridedReference(x, y, { offset: 0, strides: attrs.perm.map((p) => strides[p] ?? 0) })];
  },
  quant: SHARED_QUANT,
  moments: ({ attrs }, [x]) => (x ? (attrs.perm.at(-1) === attrs.perm.length - 1 ? x : mixed(x)) : null),
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'Transpose needs an input');
    const image = imageOf(x, ctx.attrs.perm);
    if (image !== null) return ctx.call('planes_to_pixels_8', image, { x: { value: x.handle }, y: { value: y.handle } });
    const strides = stridesOf(x.shape);
    lowerView(ctx, { offset: 0, strides: ctx.attrs.perm.map((p) => strides[p] ?? 0) });
  },
});
