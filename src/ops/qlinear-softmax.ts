// com.microsoft.QLinearSoftmax: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md. Softmax of the opset that an attribute names,
// between DequantizeLinear and QuantizeLinear.
import { defineDialect } from './op-def.ts';
import { intAttr } from './shared/attributes.ts';
import { real, store } from './shared/dialect.ts';

export default defineDialect({
  op: 'QLinearSoftmax',
  domain: 'com.microsoft',
  since: [1],
  arity: [5, 5],
  expand(ctx) {
    store(ctx, ctx.node('Softmax', { axis: intAttr(ctx, 'axis', -1) }, [real(ctx, [0, 1, 2])], { opset: intAttr(ctx, 'opset', 13) }), 3, 4);
  },
});
