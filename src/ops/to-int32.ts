// ToInt32 (internal): the nearest int32 of floats that stand for integers, as sums of products do. Behind ConvInteger and MatMulInteger; a Cast to float
// that reads it takes it away (passes/join-casts).
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount } from '../ir/tensor.ts';
import { roundHalfEven } from '../numeric/rounding.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { permuteElementwise, unaryReference } from './shared/elementwise.ts';

export default defineOp<Record<never, never>>({
  op: 'ToInt32',
  domain: 'quantune',
  since: [1],
  arity: [1, 1],
  parse: () => ({}),
  infer: (ctx) => [{ dtype: 'i32', shape: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape }],
  reference: (ctx) => unaryReference(ctx, roundHalfEven),
  permute: permuteElementwise,
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'ToInt32 needs an input');
    ctx.call('round_f32_i32', { count: elementCount(x.shape) }, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
