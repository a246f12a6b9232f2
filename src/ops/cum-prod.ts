// CumProd: https://onnx.ai/onnx/operators/onnx__CumProd.html.
import { defineCumulate } from './shared/cumulate.ts';

export default defineCumulate('CumProd', 'cum_prod', [26], { onNumbers: (a, b) => a * b, onIntegers: (a, b) => a * b, neutral: 1 });
