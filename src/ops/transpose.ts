// Transpose: https://onnx.ai/onnx/operators/onnx__Transpose.html. Lowered to one strided copy; most vanish in the pass channels-last.
import { invariant } from '../diagnostics/diagnostic.ts';
import { makeData } from '../ir/dtype.ts';
import { elementCount, makeTensor, stridesOf } from '../ir/tensor.ts';
import { mixed } from '../numeric/moments.ts';
import { defineOp } from './op-def.ts';
import { intsAttr, requiredInput } from './shared/attributes.ts';
import { copyKernel, copyParams } from './shared/strided-copy.ts';

export type TransposeAttrs = { readonly perm: readonly number[] };

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
    const strides = stridesOf(x.shape);
    const params = copyParams({ shape: y.shape, from: ctx.attrs.perm.map((p) => strides[p] ?? 0), to: stridesOf(y.shape) }, ctx.reject);
    ctx.call(copyKernel(x.dtype), params, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
