// Erf: https://onnx.ai/onnx/operators/onnx__Erf.html.
import { erf } from '../numeric/special-functions.ts';
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Erf', [9, 13], { f: erf });
