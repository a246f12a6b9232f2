// Less: https://onnx.ai/onnx/operators/onnx__Less.html, of floats and integers, with broadcasting.
import { comparison, signedKernels } from './shared/element-functions.ts';

export default comparison('Less', [1, 7, 9, 13], {
  f: { float: (a, b) => a < b, integer: (a, b) => a < b },
  kernels: { f32: 'less_f32', ...signedKernels('less') },
});
