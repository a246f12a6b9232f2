// Bias correction: rounding the weights moves the mean of each output by sum((W_q - W) * E[x]); the bias takes that back, for free.
// Nagel et al., Data-Free Quantization (arXiv 1906.04721), section 4.2, with means measured in the float inference.
import { type Filters, inputChannel } from './filters.ts';

/** Shift of each output's mean, in real units; `rounded` are the weights after quantization, `mean` per input channel. */
export function meanShift(f: Filters, rounded: Float32Array, mean: ArrayLike<number>): Float64Array {
  const perOutput = f.inner * f.taps;
  return Float64Array.from({ length: f.outputs }, (_, o) => {
    let shift = 0;
    for (let i = 0; i < f.inner; i++) {
      let difference = 0;
      for (let t = 0; t < f.taps; t++) {
        const at = o * perOutput + i * f.taps + t;
        difference += (rounded[at] ?? 0) - (f.weights[at] ?? 0);
      }
      shift += difference * (mean[inputChannel(f, o, i, mean.length)] ?? 0);
    }
    return shift;
  });
}
