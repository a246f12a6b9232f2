// HammingWindow: https://onnx.ai/onnx/operators/onnx__HammingWindow.html, of a constant size. A constant.
import { defineOp } from './op-def.ts';
import { type WindowAttrs, windowFunction } from './shared/window-function.ts';

export default defineOp<WindowAttrs>({
  op: 'HammingWindow',
  ...windowFunction((t) => 25 / 46 - (21 / 46) * Math.cos(2 * Math.PI * t)),
});
