// Neg: https://onnx.ai/onnx/operators/onnx__Neg.html, of floats and integers. Integer form of floats: a table.
import { type ElementFunction, type Kernels, elementwiseReference, lowerUnary, widened } from './shared/element-functions.ts';
import { ACTIVATION_IN_OUT, inferUnary, lowerTable, permuteElementwise } from './shared/elementwise.ts';
import { defineOp } from './op-def.ts';

const FUNCTION = { float: (x: number) => -x, integer: (x: bigint) => -x } satisfies ElementFunction;
const KERNELS: Kernels = { f32: 'neg_f32', i32: 'neg_i32', i64: 'neg_i64' };

export default defineOp<Record<never, never>>({
  op: 'Neg',
  since: [1, 6, 13],
  arity: [1, 1],
  parse: () => ({}),
  infer: inferUnary,
  reference: (ctx) => elementwiseReference(ctx, FUNCTION),
  quant: ACTIVATION_IN_OUT,
  permute: permuteElementwise,
  decompose: (ctx) => widened(ctx, 'Neg', KERNELS),
  lower: (ctx) => (ctx.inputs[0]?.dtype === 'i8' ? lowerTable(ctx, FUNCTION.float) : lowerUnary(ctx, KERNELS)),
});
