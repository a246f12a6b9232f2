// Size: https://onnx.ai/onnx/operators/onnx__Size.html. Static shapes make it a constant.
import { elementCount, makeTensor } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';

export default defineOp<Record<never, never>>({
  op: 'Size',
  since: [1, 13, 19, 21, 23, 24, 25],
  arity: [1, 1],
  parse: () => ({}),
  infer(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return [{ dtype: 'i64', shape: [], tensor: makeTensor('i64', [], BigInt64Array.of(BigInt(elementCount(shape)))) }];
  },
});
