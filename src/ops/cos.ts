// Cos: https://onnx.ai/onnx/operators/onnx__Cos.html.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Cos', [7, 22], { f: Math.cos });
