// Asinh: https://onnx.ai/onnx/operators/onnx__Asinh.html.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Asinh', [9, 22], { f: Math.asinh });
