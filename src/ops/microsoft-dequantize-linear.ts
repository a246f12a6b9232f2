// com.microsoft.DequantizeLinear: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md. DequantizeLinear of ONNX with 4-bit and 16-bit
// types before that had them.
import { defineDialect } from './op-def.ts';
import { attributes } from './shared/dialect.ts';

export default defineDialect({
  op: 'DequantizeLinear',
  domain: 'com.microsoft',
  since: [1],
  arity: [2, 3],
  expand(ctx) {
    ctx.node('DequantizeLinear', attributes(ctx, ['axis', 'block_size']), ctx.inputIds, { output: ctx.outputIds[0] });
  },
});
