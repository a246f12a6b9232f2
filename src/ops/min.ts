// Min: https://onnx.ai/onnx/operators/onnx__Min.html, of any number of operands of any type, with broadcasting. More than two are joined one by one; with one
// constant number for a bound it is a Clip, which other operators take in and which has an integer form.
import { defineOp } from './op-def.ts';
import { type ElementFunction, type Kernels, chain, inferVariadic, lowerBinary, signedKernels, variadicReference, widened } from './shared/element-functions.ts';
import { permuteElementwise } from './shared/elementwise.ts';
import { boundOf } from './shared/uniform.ts';

const FUNCTION: ElementFunction = { float: (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : Math.min(a, b)), integer: (a, b) => (b < a ? b : a) };
const KERNELS: Kernels = { f32: 'min_f32', ...signedKernels('min') };

export default defineOp<Record<never, never>>({
  op: 'Min',
  since: [1, 6, 8, 12, 13],
  arity: [1, Infinity],
  parse: () => ({}),
  infer: inferVariadic,
  reference: (ctx) => variadicReference(ctx, FUNCTION),
  permute: permuteElementwise,
  decompose(ctx) {
    const bound = boundOf(ctx);
    if (bound !== null) {
      const { value, id } = bound;
      ctx.node('Clip', { min: -Infinity, max: value }, [id], ctx.outputIds[0] ?? '');
      return true;
    }
    if (ctx.inputIds.length === 2) return widened(ctx, 'Min', KERNELS);
    chain(ctx, 'Min', ctx.outputIds[0] ?? '');
    return true;
  },
  lower: (ctx) => lowerBinary(ctx, KERNELS),
});
