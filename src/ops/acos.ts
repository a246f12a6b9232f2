// Acos: https://onnx.ai/onnx/operators/onnx__Acos.html. Float only: steps of a scale beyond 1 have no value.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Acos', [7, 22], { f: Math.acos, int8: false });
