// HardSwish: https://onnx.ai/onnx/operators/onnx__HardSwish.html.
import { unaryOp } from './shared/unary.ts';

export default unaryOp('HardSwish', [14, 22], { kernel: 'hard_swish_f32', f: (x) => x * Math.min(1, Math.max(0, x / 6 + 0.5)) });
