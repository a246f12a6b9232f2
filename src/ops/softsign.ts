// Softsign: https://onnx.ai/onnx/operators/onnx__Softsign.html.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Softsign', [1, 22], { f: (x) => (Math.abs(x) === Infinity ? Math.sign(x) : x / (1 + Math.abs(x))) });
