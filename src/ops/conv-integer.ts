// ConvInteger: https://onnx.ai/onnx/operators/onnx__ConvInteger.html. Conv of integers less their zero points; padding is the zero point of the input.
import { defineDialect } from './op-def.ts';
import { attributes } from './shared/dialect.ts';
import { expandIntegerProduct } from './shared/integer-product.ts';

export default defineDialect({
  op: 'ConvInteger',
  since: [10],
  arity: [2, 4],
  expand(ctx) {
    const window = attributes(ctx, ['auto_pad', 'dilations', 'group', 'kernel_shape', 'pads', 'strides']);
    expandIntegerProduct(ctx, { axis: 0, of: (x, w) => ctx.node('Conv', window, [x, w]) });
  },
});
