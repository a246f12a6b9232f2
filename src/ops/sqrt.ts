// Sqrt: https://onnx.ai/onnx/operators/onnx__Sqrt.html. In INT8 the steps below 0 of an input that has some give 0, not NaN.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Sqrt', [1, 6, 13], { f: Math.sqrt });
