// DequantizeLinear of a model: https://onnx.ai/onnx/operators/onnx__DequantizeLinear.html (opsets 10 to 25), of int8 and uint8, and of int32 where that is constant.
// Becomes the internal operator of the same name. Of a constant it is computed at once: the float constant keeps its scale, so that a unit that becomes
// integer gets the stored numbers back (passes/store-constants).
import { invariant } from '../diagnostics/diagnostic.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { type ImportedQuant, agrees, asInt8, dequantized, parseQuant, quantOf } from './shared/quantization.ts';

export default defineOp<ImportedQuant>({
  op: 'DequantizeLinear',
  since: [10, 13, 19, 21, 23, 24, 25],
  arity: [2, 3],
  dataInputs: 1,
  canonical: { op: 'DequantizeLinear', domain: 'quantune' },
  parse(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    if (x.dtype !== 'i8' && x.dtype !== 'u8' && !(x.dtype === 'i32' && x.tensor)) return ctx.reject(`it dequantizes ${x.tensor ? '' : 'computed '}${x.dtype}; int8 and uint8 are supported, and int32 constants`);
    const quant = parseQuant(ctx, x.dtype);
    if (x.dtype === 'i32' && quant.zeroPoint.some((z) => z !== 0)) return ctx.reject('an int32 constant has a zero point other than 0');
    return agrees(quant, x) ? quant : ctx.reject('its scale or zero point is not the one that its input was quantized with', 'give QuantizeLinear and DequantizeLinear the same scale and zero point');
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return [{ dtype: 'f32', shape: x.shape, ...(x.tensor ? { quant: asInt8(quantOf(ctx.attrs), x.dtype) } : {}) }];
  },
  inputQuant: quantOf,
  reference({ attrs, inputs }) {
    const [x] = inputs;
    invariant(!!x, 'DequantizeLinear needs an input');
    return [dequantized(x, quantOf(attrs))];
  },
});
