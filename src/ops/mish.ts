// Mish: https://onnx.ai/onnx/operators/onnx__Mish.html. x * tanh(softplus(x)).
import { softplus } from '../numeric/special-functions.ts';
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Mish', [18, 22], { f: (x) => (x < -100 ? 0 : x * Math.tanh(softplus(x))) });
