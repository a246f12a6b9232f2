// Greater: https://onnx.ai/onnx/operators/onnx__Greater.html, of floats and integers, with broadcasting. Decomposed into Less of the operands swapped.
import { comparison, signedKernels } from './shared/element-functions.ts';

export default comparison('Greater', [1, 7, 9, 13], {
  f: { float: (a, b) => a > b, integer: (a, b) => a > b },
  kernels: { f32: 'less_f32', ...signedKernels('less') }, swapped: 'Less',
});
