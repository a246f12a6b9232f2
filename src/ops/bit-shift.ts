// BitShift: https://onnx.ai/onnx/operators/onnx__BitShift.html, of unsigned integers; a shift by the width and more gives 0.
import { bytesOf } from '../ir/dtype.ts';
import { defineOp } from './op-def.ts';
import { stringAttr } from './shared/attributes.ts';
import { type Kernels, elementwiseReference, lowerBinary, widened } from './shared/element-functions.ts';
import { inferBinary, permuteElementwise } from './shared/elementwise.ts';

export type BitShiftAttrs = { readonly direction: string };

const KERNELS: Readonly<Record<string, Kernels>> = {
  LEFT: { u32: 'shl_u32', i32: 'shl_u32', u64: 'shl_u64' },
  RIGHT: { u32: 'shr_u32', i32: 'shr_u32', u64: 'shr_u64' },
};

export default defineOp<BitShiftAttrs>({
  op: 'BitShift',
  since: [11],
  arity: [2, 2],
  parse: (ctx) => ({ direction: stringAttr(ctx, 'direction', '', ['LEFT', 'RIGHT']) }),
  infer(ctx) {
    const [type] = inferBinary(ctx);
    return type?.dtype.startsWith('u') === true ? [type] : ctx.reject(`element type ${type?.dtype} is not allowed; unsigned integers are expected`);
  },
  reference(ctx) {
    const bits = BigInt(8 * bytesOf(ctx.outputs[0]?.dtype ?? 'u64'));
    return elementwiseReference(ctx, { integer: (a, b) => (b >= bits ? 0n : ctx.attrs.direction === 'LEFT' ? a << b : a >> b) });
  },
  permute: permuteElementwise,
  /** Values of 8 and 16 bits are not negative as int32. */
  decompose: (ctx) => widened(ctx, 'BitShift', { u32: '', u64: '', i32: '' }),
  lower: (ctx) => lowerBinary(ctx, KERNELS[ctx.attrs.direction] ?? {}),
});
