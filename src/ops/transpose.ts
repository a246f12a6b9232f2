// Transpose: https://onnx.ai/onnx/operators/onnx__Transpose.html. Lowered to one strided copy, or to a kernel that needs no second buffer where the few
// planes of an int8 image become pixels; most vanish in the pass channels-last.
import { invariant } from '../diagnostics/diagnostic.ts';
import { makeData } from '../ir/dtype.ts';
import { elementCount, makeTensor, stridesOf } from '../ir/tensor.ts';
import type { ParamValues } from '../kernels/program.ts';
import { mixed } from '../numeric/moments.ts';
import { type ValueType, defineOp } from './op-def.ts';
import { intsAttr, requiredInput } from './shared/attributes.ts';
import { copyKernel, copyParams } from './shared/strided-copy.ts';

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
  reference({ attrs, inputs, outputs }) {
    const [x] = inputs;
    const [y] = outputs;
    invariant(!!x && !!y, 'Transpose needs an input');
    const from = stridesOf(x.shape);
    const own = stridesOf(y.shape);
    const data = makeData(x.dtype, elementCount(y.shape));
    for (let i = 0; i < data.length; i++) {
      const source = own.reduce((sum, stride, d) => sum + (Math.floor(i / stride) % (y.shape[d] ?? 1)) * (from[attrs.perm[d] ?? 0] ?? 0), 0);
      data[i] = x.data[source] ?? 0;
    }
    return [makeTensor(x.dtype, y.shape, data)];
  },
  quant: {
    supports: () => true,
    roles: () => ({ inputs: [{ kind: 'shared' }], outputs: [{ kind: 'shared' }] }),
  },
  moments: ({ attrs }, [x]) => (x ? (attrs.perm.at(-1) === attrs.perm.length - 1 ? x : mixed(x)) : null),
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'Transpose needs an input');
    const operands = { x: { value: x.handle }, y: { value: y.handle } };
    const image = imageOf(x, ctx.attrs.perm);
    if (image !== null) return ctx.call('planes_to_pixels_8', image, operands);
    const strides = stridesOf(x.shape);
    const params = copyParams({ shape: y.shape, from: ctx.attrs.perm.map((p) => strides[p] ?? 0), to: stridesOf(y.shape) }, ctx.reject);
    ctx.call(copyKernel(x.dtype), params, operands);
  },
});
