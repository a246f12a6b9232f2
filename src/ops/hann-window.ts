// HannWindow: https://onnx.ai/onnx/operators/onnx__HannWindow.html, of a constant size. A constant.
import { defineOp } from './op-def.ts';
import { type WindowAttrs, windowFunction } from './shared/window-function.ts';

export default defineOp<WindowAttrs>({
  op: 'HannWindow',
  ...windowFunction((t) => Math.sin(Math.PI * t) ** 2),
});
