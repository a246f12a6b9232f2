// What ConvInteger and MatMulInteger are written as: the float operator on integers held in float, and the nearest int32 of its result. Where the operands come
// from QuantizeLinear and a constant, that is an integer kernel which writes float from its accumulators; where a Cast to float follows, nothing else is left.
import { elementCount } from '../../ir/tensor.ts';
import type { ExpandContext } from '../op-def.ts';
import { requiredInput } from './attributes.ts';
import { floatScalar, floatTensor, intList, scalar } from './writer.ts';

/** The left operand as a float value, times what to multiply by to have integers; and the zero point that is still to be subtracted from these. */
interface Left {
  readonly real: string;
  readonly factor: number;
  readonly missing: string | null;
}

/** The numbers of an 8-bit input as float. */
function asFloat(ctx: ExpandContext, index: number): string {
  const { dtype } = requiredInput(ctx.inputs, index, ctx.reject.bind(ctx));
  return ctx.node('DequantizeLinear', {}, [ctx.inputIds[index] ?? null, floatScalar(ctx, 1), scalar(ctx, dtype, 0)]);
}

/** A value that was quantized is dequantized by its own scale; any other integers are their own real numbers, less their zero point. */
function leftOperand(ctx: ExpandContext): Left {
  const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  const [id = null, , zeroId = null] = ctx.inputIds;
  const zero = ctx.inputs[2];
  const known = !zero?.tensor ? 0 : zero.tensor.data.length === 1 ? Number(zero.tensor.data[0]) : null;
  const [scale = 1] = x.quant?.scale ?? [];
  const [own = known ?? 0] = x.quant?.zeroPoint ?? [];
  const stored = scalar(ctx, x.dtype, own);
  const real = ctx.node('DequantizeLinear', {}, [id, floatScalar(ctx, scale), stored]);
  if (!zero || (zero.tensor && known === own)) return { real, factor: 1 / scale, missing: null };
  const missing = zeroId === null ? null : ctx.node('Sub', {}, [asFloat(ctx, 2), floatScalar(ctx, own)]);
  return { real, factor: 1 / scale, missing };
}

/** The right operand times `factor`; slices along `axis` where each has a zero point. */
function rightOperand(ctx: ExpandContext, factor: number, axis: number): string {
  const zero = ctx.inputs[3];
  const count = elementCount(zero?.shape ?? []);
  const scale = floatTensor(ctx, count > 1 ? [count] : [], new Float32Array(count).fill(factor));
  return ctx.node('DequantizeLinear', { axis }, [ctx.inputIds[1] ?? null, scale, ctx.inputIds[3] ?? null]);
}

export interface Product {
  /** Along which axis of the right operand zero points lie. */
  readonly axis: number;
  /** The float operator. */
  of(left: string, right: string): string;
}

/** (left - missing) * right = left * right - missing * (ones * right). */
export function expandIntegerProduct(ctx: ExpandContext, { axis, of }: Product): void {
  const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  const { real, factor, missing } = leftOperand(ctx);
  const right = rightOperand(ctx, factor, axis);
  let product = of(real, right);
  if (missing !== null) {
    const ones = floatTensor(ctx, x.shape, new Float32Array(elementCount(x.shape)).fill(1));
    const sums = of(ones, rightOperand(ctx, 1, axis));
    product = ctx.node('Sub', {}, [product, ctx.node('Mul', {}, [column(ctx, missing), sums])]);
  }
  ctx.node('ToInt32', {}, [product], { output: ctx.outputIds[0], domain: 'quantune' });
}

/** Zero points of rows as a column. */
function column(ctx: ExpandContext, missing: string): string {
  const count = elementCount(ctx.inputs[2]?.shape ?? []);
  return count === 1 ? missing : ctx.node('Reshape', {}, [missing, intList(ctx, count, 1)]);
}
