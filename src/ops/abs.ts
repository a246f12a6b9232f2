// Abs: https://onnx.ai/onnx/operators/onnx__Abs.html, of floats and integers. Integer form of floats: a table.
import { type ElementFunction, type Kernels, elementwiseReference, lowerUnary, widened } from './shared/element-functions.ts';
import { ACTIVATION_IN_OUT, inferUnary, lowerTable, permuteElementwise } from './shared/elementwise.ts';
import { defineOp } from './op-def.ts';

const FUNCTION = { float: (x: number) => Math.abs(x), integer: (x: bigint) => (x < 0n ? -x : x) } satisfies ElementFunction;
const KERNELS: Kernels = { f32: 'abs_f32', i32: 'abs_i32', i64: 'abs_i64' };

export default defineOp<Record<never, never>>({
  op: 'Abs',
  since: [1, 6, 13],
  arity: [1, 1],
  parse: () => ({}),
  infer: inferUnary,
  reference: (ctx) => elementwiseReference(ctx, FUNCTION),
  quant: ACTIVATION_IN_OUT,
  permute: permuteElementwise,
  decompose(ctx) {
    if (ctx.inputs[0]?.dtype.startsWith('u') !== true) return widened(ctx, 'Abs', KERNELS);
    ctx.node('Identity', {}, ctx.inputIds, ctx.outputIds[0] ?? '');
    return true;
  },
  lower: (ctx) => (ctx.inputs[0]?.dtype === 'i8' ? lowerTable(ctx, FUNCTION.float) : lowerUnary(ctx, KERNELS)),
});
