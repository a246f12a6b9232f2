// Round: https://onnx.ai/onnx/operators/onnx__Round.html. Halves to even.
import { roundHalfEven } from '../numeric/rounding.ts';
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Round', [11, 22], { f: roundHalfEven, int8: false });
