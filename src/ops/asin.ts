// Asin: https://onnx.ai/onnx/operators/onnx__Asin.html. Float only: steps of a scale beyond 1 have no value.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Asin', [7, 22], { f: Math.asin, int8: false });
