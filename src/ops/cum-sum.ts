// CumSum: https://onnx.ai/onnx/operators/onnx__CumSum.html.
import { defineCumulate } from './shared/cumulate.ts';

export default defineCumulate('CumSum', 'cum_sum', [11, 14], { onNumbers: (a, b) => a + b, onIntegers: (a, b) => a + b, neutral: 0 });
