// BitwiseAnd: https://onnx.ai/onnx/operators/onnx__BitwiseAnd.html, of integers, with broadcasting.
import { binaryOp, integerKernels } from './shared/element-functions.ts';

export default binaryOp({
  op: 'BitwiseAnd', since: [18], f: { integer: (a, b) => a & b }, kernels: { i8: 'and_8', u8: 'and_8', ...integerKernels('and') },
  types: ['i8', 'u8', 'i16', 'u16', 'i32', 'u32', 'i64', 'u64'],
});
