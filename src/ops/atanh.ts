// Atanh: https://onnx.ai/onnx/operators/onnx__Atanh.html. Float only: it is steep or infinite somewhere, or steps, which one scale does not serve.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Atanh', [9, 22], { f: Math.atanh, int8: false });
