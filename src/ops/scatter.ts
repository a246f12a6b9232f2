// Scatter: https://onnx.ai/onnx/operators/onnx__Scatter.html, the former name of ScatterElements, which takes its place.
import { defineOp } from './op-def.ts';
import scatterElements from './scatter-elements.ts';

export default defineOp<{ readonly axis: number }>({
  op: 'Scatter',
  since: [9, 11],
  arity: [3, 3],
  parse: (ctx) => ({ axis: Number(scatterElements.parse(ctx)['axis']) }),
  infer: (ctx) => scatterElements.infer({ ...ctx, attrs: { ...ctx.attrs, reduction: 'none' }, reject: ctx.reject.bind(ctx) }),
  reference: (ctx) => scatterElements.reference?.({ ...ctx, attrs: { ...ctx.attrs, reduction: 'none' } }) ?? [],
  decompose(ctx) {
    ctx.node('ScatterElements', { axis: ctx.attrs.axis, reduction: 'none' }, ctx.inputIds, ctx.outputIds[0] ?? '');
    return true;
  },
});
