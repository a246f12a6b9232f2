// BitwiseXor: https://onnx.ai/onnx/operators/onnx__BitwiseXor.html, of integers, with broadcasting.
import { binaryOp, integerKernels } from './shared/element-functions.ts';

export default binaryOp({
  op: 'BitwiseXor', since: [18], f: { integer: (a, b) => a ^ b }, kernels: { i8: 'xor_8', u8: 'xor_8', ...integerKernels('xor') },
  types: ['i8', 'u8', 'i16', 'u16', 'i32', 'u32', 'i64', 'u64'],
});
