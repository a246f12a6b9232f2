// Cosh: https://onnx.ai/onnx/operators/onnx__Cosh.html.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Cosh', [9, 22], { f: Math.cosh });
