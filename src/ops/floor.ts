// Floor: https://onnx.ai/onnx/operators/onnx__Floor.html. Float only: it is steep or infinite somewhere, or steps, which one scale does not serve.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('Floor', [1, 6, 13], { f: Math.floor, int8: false });
