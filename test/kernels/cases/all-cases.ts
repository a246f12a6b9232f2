// Every kernel case there is.
import { ATTENTION_CASES } from './attention-cases.ts';
import { BROADCAST_CASES } from './broadcast-cases.ts';
import { CONV_CASES } from './conv-cases.ts';
import { DETECT_CASES } from './detect-cases.ts';
import { ELEMENTWISE_CASES } from './elementwise-cases.ts';
import { INDEX_CASES } from './index-cases.ts';
import { INTEGER_RECURRENT_CASES } from './integer-recurrent-cases.ts';
import type { KernelCase } from './kernel-case.ts';
import { MATMUL_CASES } from './matmul-cases.ts';
import { MOVE_CASES } from './move-cases.ts';
import { NORM_CASES } from './norm-cases.ts';
import { POOL_CASES } from './pool-cases.ts';
import { RECURRENT_CASES } from './recurrent-cases.ts';
import { REDUCE_CASES } from './reduce-cases.ts';
import { SLICE_CASES } from './slice-cases.ts';

export const CASES: readonly KernelCase[] = [...CONV_CASES, ...POOL_CASES, ...ELEMENTWISE_CASES, ...MOVE_CASES, ...NORM_CASES, ...RECURRENT_CASES, ...MATMUL_CASES, ...BROADCAST_CASES, ...INDEX_CASES, ...ATTENTION_CASES, ...REDUCE_CASES, ...DETECT_CASES, ...INTEGER_RECURRENT_CASES, ...SLICE_CASES];
