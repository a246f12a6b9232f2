// The observers by name.
import { auto } from './auto.ts';
import { entropy } from './entropy.ts';
import { expected } from './expected.ts';
import { minMax } from './min-max.ts';
import { mse } from './mse.ts';
import type { Observer, ObserverName } from './observer.ts';
import { output } from './output.ts';
import { percentile } from './percentile.ts';

export const OBSERVERS: Readonly<Record<ObserverName, Observer>> = { auto, expected, output, 'min-max': minMax, percentile, entropy, mse };

/** Where nobody says which. */
export const DEFAULT_OBSERVER: ObserverName = 'auto';

export type { Observer, ObserverName };
