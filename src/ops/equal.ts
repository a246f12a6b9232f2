// Equal: https://onnx.ai/onnx/operators/onnx__Equal.html, of floats and integers, with broadcasting.
import { comparison, integerKernels } from './shared/element-functions.ts';

export default comparison('Equal', [1, 7, 11, 13, 19], {
  f: { float: (a, b) => a === b, integer: (a, b) => a === b },
  kernels: { f32: 'equal_f32', i8: 'equal_8', u8: 'equal_8', bool: 'equal_8', ...integerKernels('equal') },
});
