// Acosh: https://onnx.ai/onnx/operators/onnx__Acosh.html. Float only: it is steep or infinite somewhere, or steps, which one scale does not serve.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Acosh', [9, 22], { f: Math.acosh, int8: false });
