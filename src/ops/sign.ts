// Sign: https://onnx.ai/onnx/operators/onnx__Sign.html, of floats and integers. Integer form of floats: a table.
import { type ElementFunction, type Kernels, elementwiseReference, lowerUnary, widened } from './shared/element-functions.ts';
import { ACTIVATION_IN_OUT, inferUnary, lowerTable, permuteElementwise } from './shared/elementwise.ts';
import { defineOp } from './op-def.ts';

const FUNCTION = { float: (x: number) => Math.sign(x), integer: (x: bigint) => (x < 0n ? -1n : x > 0n ? 1n : 0n) } satisfies ElementFunction;
const KERNELS: Kernels = { f32: 'sign_f32', i32: 'sign_i32', i64: 'sign_i64' };

export default defineOp<Record<never, never>>({
  op: 'Sign',
  since: [9, 13],
  arity: [1, 1],
  parse: () => ({}),
  infer: inferUnary,
  reference: (ctx) => elementwiseReference(ctx, FUNCTION),
  quant: ACTIVATION_IN_OUT,
  permute: permuteElementwise,
  decompose(ctx) {
    const [x] = ctx.inputs;
    if (x?.dtype.startsWith('u') !== true) return widened(ctx, 'Sign', KERNELS);
    const isSet = ctx.node('Cast', { to: 'bool' }, ctx.inputIds, { dtype: 'bool', shape: x.shape });
    ctx.node('Cast', { to: x.dtype }, [isSet], ctx.outputIds[0] ?? '');
    return true;
  },
  lower: (ctx) => (ctx.inputs[0]?.dtype === 'i8' ? lowerTable(ctx, FUNCTION.float) : lowerUnary(ctx, KERNELS)),
});
