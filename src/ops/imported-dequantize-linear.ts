// DequantizeLinear of a model: https://onnx.ai/onnx/operators/onnx__DequantizeLinear.html (opsets 10 to 25), of int8 and uint8 per tensor, and of any integers where
// they are constant.
// Becomes the internal operator of the same name. Of a constant it is computed at once: the float constant keeps its scale, so that a unit that becomes
// integer gets the stored numbers back (passes/store-constants).
import { invariant } from '../diagnostics/diagnostic.ts';
import type { DType } from '../ir/dtype.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { type ImportedQuant, agrees, asInt8, dequantized, isBySlice, parseQuant, quantOf } from './shared/quantization.ts';

function isByte(dtype: DType): boolean {
  return dtype === 'i8' || dtype === 'u8';
}

export default defineOp<ImportedQuant>({
  op: 'DequantizeLinear',
  since: [10, 13, 19, 21, 23, 24, 25],
  arity: [2, 3],
  dataInputs: 1,
  canonical: { op: 'DequantizeLinear', domain: 'quantune' },
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
