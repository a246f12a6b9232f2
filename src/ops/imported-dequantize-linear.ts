// DequantizeLinear of a model: https://onnx.ai/onnx/operators/onnx__DequantizeLinear.html (opsets 10 to 25), of int8 and uint8 per tensor, and of any integers where
// they are constant; others become DequantizeSlices.
// Becomes the internal operator of the same name. Of a constant it is computed at once: the float constant keeps its scale, so that a unit that becomes
// integer gets the stored numbers back (passes/store-constants).
import { invariant } from '../diagnostics/diagnostic.ts';
import type { DType } from '../ir/dtype.ts';
import type { QuantParams } from '../ir/graph.ts';
import { elementCount } from '../ir/tensor.ts';
import { type ExpandContext, type ValueType, defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { type ImportedQuant, agrees, asInt8, dequantized, isBySlice, parseQuant, quantOf } from './shared/quantization.ts';
import { slicesOf } from './shared/slices.ts';
import { floatScalar, scalar } from './shared/writer.ts';

/** Whether everything is known at compile time. */
function isConstant({ inputs }: ExpandContext): boolean {
  return inputs.every((i) => i === null || !!i.tensor);
}

/** 8-bit values with one known scale, which units may compute on. */
function isCanonical({ raw, inputs: [, scale, zero] }: ExpandContext, x: ValueType): boolean {
  if (!isByte(x.dtype) || !scale?.tensor || (zero && !zero.tensor) || elementCount(scale.shape) !== 1 || Number(raw['block_size'] ?? 0) !== 0) return false;
  return x.quant === undefined || !isItself(x.quant) || (scale.tensor.data[0] === 1 && Number(zero?.tensor?.data[0] ?? 0) === 0);
}

/** Integers that stand for themselves, as DynamicQuantizeLinear makes them. */
function isItself({ scale, zeroPoint }: QuantParams): boolean {
  return scale.length === 1 && scale[0] === 1 && zeroPoint[0] === 0;
}

/** (x - zero point) * scale in float, of a value whose own scale is 1. */
function ofIntegers(ctx: ExpandContext, x: ValueType): void {
  const [id = null, scale = null, zero = null] = ctx.inputIds;
  if (elementCount(ctx.inputs[1]?.shape ?? []) !== 1) ctx.reject('it has more than one scale for a value that was quantized with one');
  const one = floatScalar(ctx, 1);
  const itself = (stored: string | null): string => ctx.node('DequantizeLinear', {}, [stored, one, scalar(ctx, x.dtype, 0)]);
  const numbers = zero === null ? itself(id) : ctx.node('Sub', {}, [itself(id), itself(zero)]);
  ctx.node('Mul', {}, [numbers, scale], { output: ctx.outputIds[0] });
}

function isByte(dtype: DType): boolean {
  return dtype === 'i8' || dtype === 'u8';
}

export default defineOp<ImportedQuant>({
  op: 'DequantizeLinear',
  since: [10, 13, 19, 21, 23, 24, 25],
  arity: [2, 3],
  dataInputs: 1,
  notes: 'of integers of 4, 8, 16 and 32 bits, per tensor, slice or block; INT8 units between 8-bit ones with one scale per tensor',
  canonical: { op: 'DequantizeLinear', domain: 'quantune' },
  expand(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    if (isConstant(ctx) || isCanonical(ctx, x)) return false;
    if (x.quant === undefined) ctx.node('DequantizeSlices', slicesOf(ctx), ctx.inputIds, { domain: 'quantune', output: ctx.outputIds[0] });
    else if (isItself(x.quant)) ofIntegers(ctx, x);
    else return false;
    return true;
  },
  parse(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    if (!['i8', 'u8', 'i16', 'u16', 'i32'].includes(x.dtype)) return ctx.reject(`it dequantizes ${x.dtype}`);
    if (!x.tensor && !isByte(x.dtype)) return ctx.reject(`it dequantizes computed ${x.dtype}; int8 and uint8 are supported, and constants`);
    const quant = parseQuant(ctx, x.dtype);
    if (!x.tensor && quant.axis !== null) return ctx.reject(`it has one scale per slice of axis ${quant.axis} of a value that is computed at run time`);
    return x.tensor || agrees(quant, x) ? quant : ctx.reject('its scale or zero point is not the one that its input was quantized with', 'give QuantizeLinear and DequantizeLinear the same scale and zero point');
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const keepsGrid = x.tensor && isByte(x.dtype) && isBySlice(ctx.attrs, x.shape);
    return [{ dtype: 'f32', shape: x.shape, ...(keepsGrid ? { quant: asInt8(quantOf(ctx.attrs), x.dtype) } : {}) }];
  },
  inputQuant: quantOf,
  reference({ attrs, inputs }) {
    const [x] = inputs;
    invariant(!!x, 'DequantizeLinear needs an input');
    return [dequantized(x, attrs)];
  },
});
