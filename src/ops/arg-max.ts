// ArgMax: https://onnx.ai/onnx/operators/onnx__ArgMax.html.
import { defineArgExtreme } from './shared/arg-extreme.ts';

export default defineArgExtreme('ArgMax');
