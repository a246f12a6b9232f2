// Ceil: https://onnx.ai/onnx/operators/onnx__Ceil.html. Float only: it is steep or infinite somewhere, or steps, which one scale does not serve.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Ceil', [1, 6, 13], { f: Math.ceil, int8: false });
