// Range = everything that was seen. Never clips; one outlier costs resolution.
import type { Observer } from './observer.ts';

export const minMax: Observer = {
  name: 'min-max',
  summary: 'everything that was seen',
  leastSamples: 1,
  range: ({ min, max }) => ({ min: Math.min(0, min), max: Math.max(0, max) }),
};
