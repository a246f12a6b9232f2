// Mean: https://onnx.ai/onnx/operators/onnx__Mean.html. Decomposed into a chain of Add and a Mul by 1 / count.
import { makeTensor } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { chain, inferVariadic, variadicReference } from './shared/element-functions.ts';
import { permuteElementwise } from './shared/elementwise.ts';

export default defineOp<Record<never, never>>({
  op: 'Mean',
  since: [1, 6, 8, 13],
  arity: [1, Infinity],
  parse: () => ({}),
  infer: inferVariadic,
  reference: (ctx) => variadicReference(ctx, { float: (a, b) => a + b }, (sum, n) => sum / n),
  permute: permuteElementwise,
  decompose(ctx) {
    const [y] = ctx.outputs;
    const count = ctx.inputIds.length;
    const sum = chain(ctx, 'Add', count === 1 ? (ctx.outputIds[0] ?? '') : { dtype: 'f32', shape: y?.shape ?? [] });
    if (count > 1) ctx.node('Mul', {}, [sum, ctx.constant(makeTensor('f32', [], Float32Array.of(1 / count)))], ctx.outputIds[0] ?? '');
    return true;
  },
});
