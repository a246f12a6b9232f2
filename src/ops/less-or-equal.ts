// LessOrEqual: https://onnx.ai/onnx/operators/onnx__LessOrEqual.html, of floats and integers, with broadcasting.
import { comparison, signedKernels } from './shared/element-functions.ts';

export default comparison('LessOrEqual', [12, 16], {
  f: { float: (a, b) => a <= b, integer: (a, b) => a <= b },
  kernels: { f32: 'less_equal_f32', ...signedKernels('less_equal') },
});
