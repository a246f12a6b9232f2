// BlackmanWindow: https://onnx.ai/onnx/operators/onnx__BlackmanWindow.html, of a constant size. A constant.
import { defineOp } from './op-def.ts';
import { type WindowAttrs, windowFunction } from './shared/window-function.ts';

export default defineOp<WindowAttrs>({
  op: 'BlackmanWindow',
  ...windowFunction((t) => 0.42 - 0.5 * Math.cos(2 * Math.PI * t) + 0.08 * Math.cos(4 * Math.PI * t)),
});
