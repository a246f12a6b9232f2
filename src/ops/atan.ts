// Atan: https://onnx.ai/onnx/operators/onnx__Atan.html.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Atan', [7, 22], { f: Math.atan });
