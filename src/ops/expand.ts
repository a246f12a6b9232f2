// Expand: https://onnx.ai/onnx/operators/onnx__Expand.html. Broadcasts to a constant shape. One strided copy, or a view where nothing is repeated.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, sameShape } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { constantInput, requiredInput } from './shared/attributes.ts';
import { broadcastShapes, broadcastStrides, broadcastTo } from './shared/broadcast.ts';
import { SHARED_QUANT, lowerView } from './shared/movement.ts';
import { decomposeToReshape } from './shared/view.ts';

/** The whole shape of the output. */
export type ExpandAttrs = { readonly shape: readonly number[] };

export default defineOp<ExpandAttrs>({
  op: 'Expand',
  since: [8, 13],
  arity: [2, 2],
  dataInputs: 1,
  parse(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const wanted = constantInput(ctx, 'shape', 1) ?? ctx.reject('the shape is missing');
    if (wanted.some((d) => d < 0)) return ctx.reject(`shape [${wanted.join(',')}] has negative dimensions`);
    return { shape: broadcastShapes(x.shape, wanted, ctx.reject.bind(ctx)) };
  },
  infer: (ctx) => [{ dtype: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).dtype, shape: ctx.attrs.shape }],
  reference({ attrs, inputs: [x] }) {
    invariant(!!x, 'Expand needs an input');
    return [broadcastTo(x, attrs.shape)];
  },
  quant: SHARED_QUANT,
  moments: ({ attrs, inputs }, [x]) => (x && inputs[0]?.shape.at(-1) === attrs.shape.at(-1) ? x : null),
  permute: (attrs, perm) => ({ shape: perm.map((p) => attrs.shape[p] ?? 1) }),
  decompose(ctx) {
    const [x] = ctx.inputs;
    return !!x && elementCount(x.shape) === elementCount(ctx.attrs.shape) && decomposeToReshape(ctx);
  },
  lower(ctx) {
    const [x] = ctx.inputs;
    invariant(!!x && !sameShape(x.shape, ctx.attrs.shape), 'Expand repeats elements');
    lowerView(ctx, { offset: 0, strides: broadcastStrides(x.shape, ctx.attrs.shape) });
  },
});
