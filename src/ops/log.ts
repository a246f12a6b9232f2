// Log: https://onnx.ai/onnx/operators/onnx__Log.html. Float only: it is steep or infinite somewhere, or steps, which one scale does not serve.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Log', [1, 6, 13], { f: Math.log, int8: false });
