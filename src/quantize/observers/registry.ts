// The observers by name.
import { entropy } from './entropy.ts';
import { expected } from './expected.ts';
import { minMax } from './min-max.ts';
import { mse } from './mse.ts';
import type { Observer, ObserverName } from './observer.ts';
import { output } from './output.ts';
import { percentile } from './percentile.ts';

export const OBSERVERS: Readonly<Record<ObserverName, Observer>> = { output, expected, 'min-max': minMax, percentile, entropy, mse };

export type { Observer, ObserverName };
