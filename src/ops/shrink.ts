// Shrink: https://onnx.ai/onnx/operators/onnx__Shrink.html: numbers beyond lambd move towards 0 by bias, others become 0. Integers by way of float.
import { defineOp } from './op-def.ts';
import { floatAttr } from './shared/attributes.ts';
import { elementwiseReference, lowerUnary } from './shared/element-functions.ts';
import { ACTIVATION_IN_OUT, inferUnary, lowerTable, permuteElementwise } from './shared/elementwise.ts';

export type ShrinkAttrs = { readonly bias: number; readonly lambd: number };

const shrink = ({ bias, lambd }: ShrinkAttrs) => (x: number): number => (x < -lambd ? x + bias : x > lambd ? x - bias : 0);

export default defineOp<ShrinkAttrs>({
  op: 'Shrink',
  since: [9],
  arity: [1, 1],
  parse: (ctx) => ({ bias: floatAttr(ctx, 'bias', 0), lambd: floatAttr(ctx, 'lambd', 0.5) }),
  infer: inferUnary,
  reference: (ctx) => elementwiseReference(ctx, { float: shrink(ctx.attrs) }),
  quant: ACTIVATION_IN_OUT,
  permute: permuteElementwise,
  decompose(ctx) {
    const [x] = ctx.inputs;
    if (!x || x.dtype === 'f32') return false;
    const real = { dtype: 'f32' as const, shape: x.shape };
    const shrunk = ctx.node('Shrink', ctx.attrs, [ctx.node('Cast', { to: 'f32' }, ctx.inputIds, real)], real);
    ctx.node('Cast', { to: x.dtype }, [shrunk], ctx.outputIds[0] ?? '');
    return true;
  },
  lower: (ctx) => (ctx.inputs[0]?.dtype === 'i8' ? lowerTable(ctx, shrink(ctx.attrs)) : lowerUnary(ctx, { f32: 'shrink_f32' }, { bias: ctx.attrs.bias, lambda: ctx.attrs.lambd })),
});
