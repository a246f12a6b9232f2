// The rule of `expected` or that of `output`, and the ranges of the inputs, whichever measures best on calibration samples that the choice between them
// is kept from (src/quantize/range-choice.ts); `expected` where there are too few samples or the network is too large for that.
import { expected } from './expected.ts';
import type { Observer } from './observer.ts';

export const auto: Observer = {
  name: 'auto',
  summary: 'expected or output, and ranges of the inputs, by the SQNR at the outputs on samples held out',
  leastSamples: 8,
  range: expected.range,
};
