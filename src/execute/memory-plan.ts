// How much memory and disk an analysis takes, and what it has to do without to keep a limit: threads first, then metric samples. An estimate with
// measured constants, made before anything runs; nothing enforces it afterwards.
import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type Report, diagnose, fail } from '../diagnostics/diagnostic.ts';
import type { PlannedProgram } from '../kernels/program.ts';
import { storedLayout } from './observe.ts';

const MB = 2 ** 20;
/** Node, the compiler itself, and the sampled inputs of the units. */
const BASE_BYTES = 170 * MB;
/** Copies of the weights: file, tensors, folded, equalized, quantized, packed, and the executor's. */
const WEIGHT_COPIES = 11;
/** A worker thread by itself; it has two copies of the weights of its own. */
const THREAD_BYTES = 45 * MB;
const THREAD_WEIGHT_COPIES = 2;
/** Of a file system in memory (Linux). */
const TMPFS = 0x01021994;

export interface MemoryNeed {
  readonly weightBytes: number;
  readonly arenaBytes: number;
  /** Kept activations of one sample, and the largest of them, which alone is in memory while it is compared. */
  readonly keptBytes: number;
  readonly largestKeptBytes: number;
}

export interface Place {
  /** Bytes that may be written where activations are kept. */
  readonly freeBytes: number;
  /** Whether they take memory too. */
  readonly inMemory: boolean;
}

export interface Wanted {
  readonly threads: number;
  /** 0 where nothing is compared. */
  readonly metricSamples: number;
}

export function needOf(float: PlannedProgram): MemoryNeed {
  const weightBytes = float.constants.reduce((sum, c) => sum + c.data.byteLength, 0);
  const kept = storedLayout(float).map((t) => 4 * t.elements);
  return { weightBytes, arenaBytes: float.arenaBytes, keptBytes: kept.reduce((a, b) => a + b, 0), largestKeptBytes: kept.reduce((a, b) => Math.max(a, b), 0) };
}

export function placeOfActivations(folder: string = tmpdir()): Place {
  const { bavail, bsize, type } = statfsSync(folder);
  return { freeBytes: bavail * bsize, inMemory: type === TMPFS };
}

/** Peak memory in bytes; one thread runs within the process. */
export function peakBytes({ weightBytes, arenaBytes, keptBytes, largestKeptBytes }: MemoryNeed, { threads, metricSamples }: Wanted, { inMemory }: Place): number {
  const each = arenaBytes + (metricSamples > 0 ? largestKeptBytes : 0) + (threads > 1 ? THREAD_BYTES + THREAD_WEIGHT_COPIES * weightBytes : 0);
  return BASE_BYTES + WEIGHT_COPIES * weightBytes + threads * each + (inMemory ? metricSamples * keptBytes : 0);
}

/** Threads and metric samples within `limit` bytes of memory (none by default) and what the disk holds. Warns with QT3511 where that is less than wanted;
 * throws QT3512 where one thread and one sample are too much. */
export function withinMemory(need: MemoryNeed, wanted: Wanted, given: { readonly limit?: number; readonly place: Place; readonly report: Report }): Wanted {
  const { limit = Infinity, place, report } = given;
  const fits = (w: Wanted): boolean => peakBytes(need, w, place) <= limit && w.metricSamples * need.keptBytes <= place.freeBytes;
  const least = { threads: 1, metricSamples: Math.min(1, wanted.metricSamples) };
  if (!fits(least)) {
    const disk = wanted.metricSamples > 0 && need.keptBytes > place.freeBytes ? `, and ${megabytes(need.keptBytes)} of disk` : '';
    return fail('QT3512', `one thread${wanted.metricSamples > 0 ? ' and one metric sample' : ''} need about ${megabytes(peakBytes(need, least, place))} of memory${disk}`);
  }
  const threads = largest(wanted.threads, (n) => fits({ ...least, threads: n }));
  const metricSamples = wanted.metricSamples === 0 ? 0 : largest(wanted.metricSamples, (n) => fits({ threads, metricSamples: n }));
  const kept = { threads, metricSamples };
  if (threads < wanted.threads || metricSamples < wanted.metricSamples) {
    const samples = wanted.metricSamples === 0 ? '' : ` and ${metricSamples} of ${wanted.metricSamples} metric samples`;
    report(diagnose('QT3511', `${threads} of ${wanted.threads} threads${samples} are used: about ${megabytes(peakBytes(need, kept, place))} of memory, ${megabytes(metricSamples * need.keptBytes)} of disk`));
  }
  return kept;
}

/** Largest n of 1 to `most` that fits, where fewer need less and 1 fits. */
function largest(most: number, fits: (n: number) => boolean): number {
  let n = most;
  while (n > 1 && !fits(n)) n -= 1;
  return n;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / MB)} MB`;
}
