// Sinh: https://onnx.ai/onnx/operators/onnx__Sinh.html.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Sinh', [9, 22], { f: Math.sinh });
