// com.microsoft.QLinearConcat: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md. Concat of operands with scales of their own.
import { defineDialect } from './op-def.ts';
import { attributes, real, store } from './shared/dialect.ts';

export default defineDialect({
  op: 'QLinearConcat',
  domain: 'com.microsoft',
  since: [1],
  arity: [5, Infinity],
  expand(ctx) {
    if (ctx.inputIds.length % 3 !== 2) ctx.reject(`it has ${ctx.inputIds.length} inputs; two, and three for each operand, are expected`);
    const operands = Array.from({ length: (ctx.inputIds.length - 2) / 3 }, (_, i) => real(ctx, [3 * i + 2, 3 * i + 3, 3 * i + 4]));
    store(ctx, ctx.node('Concat', attributes(ctx, ['axis']), operands), 0, 1);
  },
});
