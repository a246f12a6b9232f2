// Tan: https://onnx.ai/onnx/operators/onnx__Tan.html. Float only: it is steep or infinite somewhere, or steps, which one scale does not serve.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Tan', [7, 22], { f: Math.tan, int8: false });
