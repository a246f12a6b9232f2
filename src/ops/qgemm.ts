// com.microsoft.QGemm: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md. Gemm on DequantizeLinear; QuantizeLinear behind it
// where it has an output scale, else the result is float. The int32 bias lies on the grid of the product.
import { defineDialect } from './op-def.ts';
import { floatAttr, intAttr } from './shared/attributes.ts';
import { attributes, real, realBias, store } from './shared/dialect.ts';

export default defineDialect({
  op: 'QGemm',
  domain: 'com.microsoft',
  since: [1],
  arity: [6, 9],
  expand(ctx) {
    const alpha = floatAttr(ctx, 'alpha', 1);
    const perColumn = intAttr(ctx, 'transB', 0) === 0 ? 1 : 0;
    const inputs = [real(ctx, [0, 1, 2]), real(ctx, [3, 4, 5], perColumn), realBias(ctx, 6, [1, 4], alpha)];
    const isStored = ctx.inputs[7] !== undefined && ctx.inputs[7] !== null;
    const y = ctx.node('Gemm', attributes(ctx, ['alpha', 'transA', 'transB']), inputs, isStored ? {} : { output: ctx.outputIds[0] });
    if (isStored) store(ctx, y, 7, 8);
  },
});
