// Sigmoid: https://onnx.ai/onnx/operators/onnx__Sigmoid.html. Integer form: a 256-entry table.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { ACTIVATION_IN_OUT, inferUnary, lowerTable, permuteElementwise, unaryReference } from './shared/elementwise.ts';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export default defineOp<Record<never, never>>({
  op: 'Sigmoid',
  since: [1, 6, 13],
  arity: [1, 1],
  parse: () => ({}),
  infer: inferUnary,
  reference: (ctx) => unaryReference(ctx, sigmoid),
  quant: ACTIVATION_IN_OUT,
  permute: permuteElementwise,
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'Sigmoid needs an input');
    if (x.dtype === 'i8') return lowerTable(ctx, sigmoid);
    ctx.call('sigmoid_f32', { count: elementCount(x.shape) }, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
