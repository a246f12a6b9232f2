// Mod: https://onnx.ai/onnx/operators/onnx__Mod.html: the remainder with the sign of the divisor (integers), or with fmod = 1 that of the dividend.
// A divisor of 0 gives 0 for integers, NaN for floats.
import { defineOp } from './op-def.ts';
import { intAttr } from './shared/attributes.ts';
import { type Kernels, elementwiseReference, lowerBinary, signedKernels, widened } from './shared/element-functions.ts';
import { inferBinary, permuteElementwise } from './shared/elementwise.ts';

export type ModAttrs = { readonly fmod: number };

const KERNELS: readonly Kernels[] = [signedKernels('mod'), { f32: 'rem_f32', ...signedKernels('rem', 'mod') }];

function floored(a: bigint, b: bigint): bigint {
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

export default defineOp<ModAttrs>({
  op: 'Mod',
  since: [10, 13],
  arity: [2, 2],
  parse(ctx) {
    const fmod = intAttr(ctx, 'fmod', 0);
    if (fmod !== 0 && fmod !== 1) return ctx.reject(`attribute 'fmod' is ${fmod}; 0 or 1 is expected`);
    if (fmod === 0 && ctx.inputs[0]?.dtype === 'f32') return ctx.reject("attribute 'fmod' must be 1 for floats");
    return { fmod };
  },
  infer: inferBinary,
  reference: (ctx) => elementwiseReference(ctx, { float: (a, b) => a % b, integer: (a, b) => (b === 0n ? 0n : ctx.attrs.fmod === 1 ? a % b : floored(a, b)) }),
  permute: permuteElementwise,
  decompose: (ctx) => widened(ctx, 'Mod', KERNELS[ctx.attrs.fmod] ?? {}),
  lower: (ctx) => lowerBinary(ctx, KERNELS[ctx.attrs.fmod] ?? {}),
});
