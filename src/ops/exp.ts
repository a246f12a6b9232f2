// Exp: https://onnx.ai/onnx/operators/onnx__Exp.html.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Exp', [1, 6, 13], { f: Math.exp });
