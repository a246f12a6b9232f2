// Tanh: https://onnx.ai/onnx/operators/onnx__Tanh.html. Integer form: a 256-entry table.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { ACTIVATION_IN_OUT, inferUnary, lowerTable, permuteElementwise, unaryReference } from './shared/elementwise.ts';

const tanh = (x: number): number => Math.tanh(x);

export default defineOp<Record<never, never>>({
  op: 'Tanh',
  since: [1, 6, 13],
  arity: [1, 1],
  parse: () => ({}),
  infer: inferUnary,
  reference: (ctx) => unaryReference(ctx, tanh),
  quant: ACTIVATION_IN_OUT,
  permute: permuteElementwise,
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'Tanh needs an input');
    if (x.dtype === 'i8') return lowerTable(ctx, tanh);
    ctx.call('tanh_f32', { count: elementCount(x.shape) }, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
