// FlipSign (internal): uint8 <-> int8 by adding or subtracting 128, at graph inputs and outputs that the user wants as uint8.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';

export default defineOp<Record<never, never>>({
  op: 'FlipSign',
  domain: 'quantune',
  since: [1],
  arity: [1, 1],
  parse: () => ({}),
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return [{ dtype: x.dtype === 'u8' ? 'i8' : 'u8', shape: x.shape }];
  },
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'FlipSign needs an input');
    ctx.call('flip_sign_8', { count: elementCount(x.shape) }, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
