// BitwiseOr: https://onnx.ai/onnx/operators/onnx__BitwiseOr.html, of integers, with broadcasting.
import { binaryOp, integerKernels } from './shared/element-functions.ts';

export default binaryOp({
  op: 'BitwiseOr', since: [18], f: { integer: (a, b) => a | b }, kernels: { i8: 'or_8', u8: 'or_8', ...integerKernels('or') },
  types: ['i8', 'u8', 'i16', 'u16', 'i32', 'u32', 'i64', 'u64'],
});
