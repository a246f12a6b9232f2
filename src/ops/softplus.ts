// Softplus: https://onnx.ai/onnx/operators/onnx__Softplus.html.
import { softplus } from '../numeric/special-functions.ts';
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Softplus', [1, 22], { f: softplus });
