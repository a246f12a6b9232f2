// QuantizeLinear of a model: https://onnx.ai/onnx/operators/onnx__QuantizeLinear.html (opsets 10 to 25), to int8 or uint8 with one scale. Becomes the internal
// operator of the same name; its output value carries scale and zero point. On constants it is computed at once; others become QuantizeSlices.
import { invariant } from '../diagnostics/diagnostic.ts';
import type { DType } from '../ir/dtype.ts';
import { elementCount } from '../ir/tensor.ts';
import { type ExpandContext, type ParseContext, defineOp } from './op-def.ts';
import { intAttr, requiredInput } from './shared/attributes.ts';
import { type ImportedQuant, isBySlice, limitsOf, parseQuant, quantOf, quantized } from './shared/quantization.ts';
import { slicesOf } from './shared/slices.ts';

interface StoredType {
  readonly dtype: DType;
  readonly bits?: number;
}

/** By the number of TensorProto.DataType, for `output_dtype`; 0 is not said. */
const OUTPUT_TYPES: Readonly<Partial<Record<number, StoredType>>> = { 0: { dtype: 'u8' }, 2: { dtype: 'u8' }, 3: { dtype: 'i8' }, 4: { dtype: 'u16' }, 5: { dtype: 'i16' }, 21: { dtype: 'u8', bits: 4 }, 22: { dtype: 'i8', bits: 4 } };

/** What the zero point says, else the attribute. */
function storedType(ctx: Pick<ParseContext, 'raw' | 'inputs' | 'reject'>): StoredType {
  const named = intAttr(ctx, 'output_dtype', 0);
  const zero = ctx.inputs[2];
  const type = zero ? { dtype: zero.dtype, ...(zero.bits ? { bits: zero.bits } : {}) } : OUTPUT_TYPES[named];
  return type !== undefined && ['i8', 'u8', 'i16', 'u16'].includes(type.dtype) ? type : ctx.reject(`it quantizes to ${zero?.dtype ?? `element type ${named}`}; integers of 4, 8 and 16 bits are supported`, 'quantize activations and weights to 8 bits');
}

/** 8 bits with one known scale, which units may compute on. */
function isCanonical({ raw, inputs: [, scale, zero] }: ExpandContext, { dtype, bits }: StoredType): boolean {
  const isByte = (dtype === 'i8' || dtype === 'u8') && bits === undefined;
  return isByte && !!scale?.tensor && (!zero || !!zero.tensor) && elementCount(scale.shape) === 1 && Number(raw['block_size'] ?? 0) === 0;
}

export type QuantizeLinearAttrs = ImportedQuant & { readonly bits: number | null };

export default defineOp<QuantizeLinearAttrs>({
  op: 'QuantizeLinear',
  since: [10, 13, 19, 21, 23, 24, 25],
  arity: [2, 3],
  dataInputs: 1,
  notes: 'to integers of 4, 8 and 16 bits, per tensor, slice or block; INT8 units between 8-bit ones with one scale per tensor',
  canonical: { op: 'QuantizeLinear', domain: 'quantune' },
  expand(ctx) {
    const type = storedType(ctx);
    if (ctx.inputs.every((i) => i === null || !!i.tensor) || isCanonical(ctx, type)) return false;
    const [low, high] = limitsOf(type.dtype, type.bits);
    ctx.node('QuantizeSlices', { ...slicesOf(ctx), dtype: type.dtype, low, high }, ctx.inputIds, { domain: 'quantune', output: ctx.outputIds[0] });
    return true;
  },
  parse(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    if (x.dtype !== 'f32') return ctx.reject(`it quantizes ${x.dtype}; float is supported`);
    const { dtype, bits = null } = storedType(ctx);
    return { ...parseQuant(ctx, dtype), bits };
  },
  infer(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const { dtype, bits } = ctx.attrs;
    const isByte = (dtype === 'i8' || dtype === 'u8') && isBySlice(ctx.attrs, shape);
    return [{ dtype, shape, ...(isByte ? { quant: quantOf(ctx.attrs) } : {}), ...(bits === null ? {} : { bits }) }];
  },
  reference({ attrs, inputs }) {
    const [x] = inputs;
    invariant(!!x, 'QuantizeLinear needs an input');
    return [quantized(x, attrs.dtype, { ...attrs, ...(attrs.bits === null ? { bits: undefined } : { bits: attrs.bits }) })];
  },
});
