// Requantize (internal): int8 of one scale and zero point to int8 of another, as a table of 256 entries; exact. What is left of a QuantizeLinear that reads
// a DequantizeLinear of other parameters.
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { lowerTable, permuteElementwise } from './shared/elementwise.ts';

export default defineOp<Record<never, never>>({
  op: 'Requantize',
  domain: 'quantune',
  since: [1],
  arity: [1, 1],
  parse: () => ({}),
  infer: (ctx) => [{ dtype: 'i8', shape: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape }],
  permute: permuteElementwise,
  lower: (ctx) => lowerTable(ctx, (x) => x),
});
