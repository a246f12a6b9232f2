// Or: https://onnx.ai/onnx/operators/onnx__Or.html, of bools, with broadcasting.
import { binaryOp } from './shared/element-functions.ts';

export default binaryOp({ op: 'Or', since: [1, 7], f: { integer: (a, b) => a | b }, kernels: { bool: 'or_8' }, types: ['bool'] });
