// com.microsoft.QuantizeLinear: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md. QuantizeLinear of ONNX with 4-bit and 16-bit types
// before that had them.
import { defineDialect } from './op-def.ts';
import { attributes } from './shared/dialect.ts';

export default defineDialect({
  op: 'QuantizeLinear',
  domain: 'com.microsoft',
  since: [1],
  arity: [2, 3],
  expand(ctx) {
    ctx.node('QuantizeLinear', attributes(ctx, ['axis', 'block_size']), ctx.inputIds, { output: ctx.outputIds[0] });
  },
});
