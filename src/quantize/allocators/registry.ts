// The allocators by name.
import type { Allocator } from './allocator.ts';
import { allFloat, allInt8, firstLast, random } from './baselines.ts';
import { defaultAllocator } from './default.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { quantunev2 } from './quantunev2.ts';

export type AllocatorName = 'default' | 'quantunev2' | 'first-last' | 'random' | 'one-at-a-time' | 'all-int8' | 'all-float';

export const ALLOCATORS: Readonly<Record<AllocatorName, Allocator>> = {
  default: defaultAllocator, quantunev2, 'first-last': firstLast, random, 'one-at-a-time': oneAtATime, 'all-int8': allInt8, 'all-float': allFloat,
};
