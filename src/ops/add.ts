// Add: https://onnx.ai/onnx/operators/onnx__Add.html, with multidirectional broadcasting (opset 7 and later).
import { sameShape } from '../ir/tensor.ts';
import { sumOf } from '../numeric/moments.ts';
import { defineOp } from './op-def.ts';
import { type SumAttrs, fitsSum, lowerFloatBinary, lowerIntegerSum, lowerMixedSum } from './shared/binary.ts';
import { SUM_QUANT, inferBinary, permuteElementwise } from './shared/elementwise.ts';
import { elementwiseReference, integerKernels, lowerBinary, widened } from './shared/element-functions.ts';

const INTEGER_KERNELS = integerKernels('add');

export default defineOp<SumAttrs>({
  op: 'Add',
  since: [1, 6, 7, 13, 14],
  arity: [2, 2],
  parse: () => ({}),
  infer: inferBinary,
  reference: (ctx) => elementwiseReference(ctx, { float: (a, b) => a + b, integer: (a, b) => a + b }),
  quant: { ...SUM_QUANT, fits: fitsSum(1), converts: true, mixes: ({ inputs }) => inputs.every((x) => x !== null && !x.tensor && sameShape(x.shape, inputs[0]?.shape ?? [])) },
  permute: permuteElementwise,
  homogeneous: ({ inputs }) => inputs.every((x) => x !== null && !x.tensor && sameShape(x.shape, inputs[0]?.shape ?? [])),
  moments: (_, [a, b]) => (a && b ? sumOf(a, b) : null),
  clamps: true,
  decompose: (ctx) => widened(ctx, 'Add', INTEGER_KERNELS),
  lower(ctx) {
    const types = [...ctx.inputs, ...ctx.outputs].map((v) => v?.dtype);
    if (types.every((t) => t === 'i8')) return lowerIntegerSum(ctx, 1);
    if (ctx.outputs[0]?.dtype !== 'f32' && !types.includes('i8')) return lowerBinary(ctx, INTEGER_KERNELS);
    return types.includes('i8') ? lowerMixedSum(ctx) : lowerFloatBinary(ctx, 'add_f32');
  },
});
