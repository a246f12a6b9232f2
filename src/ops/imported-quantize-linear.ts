// QuantizeLinear of a model: https://onnx.ai/onnx/operators/onnx__QuantizeLinear.html (opsets 10 to 25), to int8 or uint8. Becomes the internal operator of the
// same name; its output value carries scale and zero point. On constants it is computed at once.
import { invariant } from '../diagnostics/diagnostic.ts';
import type { DType } from '../ir/dtype.ts';
import { type ParseContext, defineOp } from './op-def.ts';
import { intAttr, requiredInput } from './shared/attributes.ts';
import { type ImportedQuant, parseQuant, quantOf, quantized } from './shared/quantization.ts';

/** ONNX numbers of element types, for `output_dtype`. */
const OUTPUT_TYPES: Readonly<Partial<Record<number, DType>>> = { 0: 'u8', 2: 'u8', 3: 'i8' };

function storedType(ctx: ParseContext): 'i8' | 'u8' {
  const named = intAttr(ctx, 'output_dtype', 0);
  if (ctx.inputs[2]?.bits === 4) return ctx.reject('it quantizes to 4-bit integers; int8 and uint8 are supported', 'quantize activations and weights to 8 bits');
  const dtype = ctx.inputs[2]?.dtype ?? OUTPUT_TYPES[named];
  return dtype === 'i8' || dtype === 'u8' ? dtype : ctx.reject(`it quantizes to ${dtype ?? `element type ${named}`}; int8 and uint8 are supported`, 'quantize activations and weights to 8 bits');
}

export default defineOp<ImportedQuant>({
  op: 'QuantizeLinear',
  since: [10, 13, 19, 21, 23, 24, 25],
  arity: [2, 3],
  dataInputs: 1,
  canonical: { op: 'QuantizeLinear', domain: 'quantune' },
  parse(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    if (x.dtype !== 'f32') return ctx.reject(`it quantizes ${x.dtype}; float is supported`);
    const quant = parseQuant(ctx, storedType(ctx));
    return x.tensor || quant.axis === null ? quant : ctx.reject(`it has one scale per slice of axis ${quant.axis} of a value that is computed at run time`);
  },
  infer: (ctx) => [{ dtype: ctx.attrs.dtype, shape: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape, quant: quantOf(ctx.attrs) }],
  reference({ attrs, inputs }) {
    const [x] = inputs;
    invariant(!!x && (attrs.dtype === 'i8' || attrs.dtype === 'u8'), 'QuantizeLinear needs an input');
    return [quantized(x, attrs.dtype, attrs)];
  },
});
