// Reciprocal: https://onnx.ai/onnx/operators/onnx__Reciprocal.html. Float only: it is steep or infinite somewhere, or steps, which one scale does not serve.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Reciprocal', [1, 6, 13], { f: (x) => 1 / x, int8: false });
