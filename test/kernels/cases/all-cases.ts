// Every kernel case there is.
import { CONV_CASES } from './conv-cases.ts';
import { ELEMENTWISE_CASES } from './elementwise-cases.ts';
import type { KernelCase } from './kernel-case.ts';
import { MOVE_CASES } from './move-cases.ts';
import { POOL_CASES } from './pool-cases.ts';

export const CASES: readonly KernelCase[] = [...CONV_CASES, ...POOL_CASES, ...ELEMENTWISE_CASES, ...MOVE_CASES];
