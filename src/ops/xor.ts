// Xor: https://onnx.ai/onnx/operators/onnx__Xor.html, of bools, with broadcasting.
import { binaryOp } from './shared/element-functions.ts';

export default binaryOp({ op: 'Xor', since: [1, 7], f: { integer: (a, b) => a ^ b }, kernels: { bool: 'xor_8' }, types: ['bool'] });
