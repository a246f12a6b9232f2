// And: https://onnx.ai/onnx/operators/onnx__And.html, of bools, with broadcasting.
import { binaryOp } from './shared/element-functions.ts';

export default binaryOp({ op: 'And', since: [1, 7], f: { integer: (a, b) => a & b }, kernels: { bool: 'and_8' }, types: ['bool'] });
