// ConstantOfShape: https://onnx.ai/onnx/operators/onnx__ConstantOfShape.html. Always folded; the shape must be constant.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { makeData } from '../ir/dtype.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';

const LARGEST = 1 << 28;

export default defineOp<Record<never, never>>({
  op: 'ConstantOfShape',
  since: [9, 20, 21, 23, 24, 25],
  arity: [1, 2],
  foldsAnySize: true,
  tensorAttributes: ['value'],
  parse: () => ({}),
  infer(ctx) {
    const input = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    if (!input.tensor) return ctx.reject('the shape is computed at run time', 'export the model with fixed shapes');
    const shape = toNumbers(input.tensor);
    const value = ctx.inputs[1];
    if (value && elementCount(value.shape) !== 1) return ctx.reject(`attribute 'value' has shape [${value.shape.join(',')}]; one element is expected`);
    if (shape.some((d) => d < 0) || elementCount(shape) > LARGEST) return ctx.reject(`shape [${shape.join(',')}] is not usable`);
    return [{ dtype: ctx.inputs[1]?.dtype ?? 'f32', shape }];
  },
  reference({ inputs, outputs }) {
    const [y] = outputs;
    invariant(!!y, 'ConstantOfShape has an output');
    const data = makeData(y.dtype, elementCount(y.shape));
    const value = inputs[1]?.data[0];
    if (value !== undefined) data.fill(value as never);
    return [makeTensor(y.dtype, y.shape, data)];
  },
});
