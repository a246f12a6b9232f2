// Sin: https://onnx.ai/onnx/operators/onnx__Sin.html.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Sin', [7, 22], { f: Math.sin });
