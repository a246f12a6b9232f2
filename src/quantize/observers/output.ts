// Range of least error at the outputs of the units that read the tensor (reader-ranges.ts): it is searched below that of `expected`, which also holds
// where no unit with weights reads.
import { expected } from './expected.ts';
import type { Observer } from './observer.ts';

export const output: Observer = {
  name: 'output',
  summary: 'least error at the outputs of the units that read a tensor',
  leastSamples: 8,
  range: expected.range,
};
