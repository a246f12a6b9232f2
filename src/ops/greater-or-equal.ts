// GreaterOrEqual: https://onnx.ai/onnx/operators/onnx__GreaterOrEqual.html, of floats and integers, with broadcasting. Decomposed into LessOrEqual of the operands swapped.
import { comparison, signedKernels } from './shared/element-functions.ts';

export default comparison('GreaterOrEqual', [12, 16], {
  f: { float: (a, b) => a >= b, integer: (a, b) => a >= b },
  kernels: { f32: 'less_equal_f32', ...signedKernels('less_equal') }, swapped: 'LessOrEqual',
});
