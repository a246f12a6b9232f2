// ArgMin: https://onnx.ai/onnx/operators/onnx__ArgMin.html.
import { defineArgExtreme } from './shared/arg-extreme.ts';

export default defineArgExtreme('ArgMin');
