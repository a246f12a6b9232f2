// Spreads the samples of a task over worker threads. Each thread takes every n-th sample; states are merged at the end, so that the result
// is the same for any number of threads. One thread, or a source tree that was not built, runs in process.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { openDataSet } from '../data/open-data-set.ts';
import { type Diagnostic, DiagnosticError, fail } from '../diagnostics/diagnostic.ts';
import { loadRuntime } from './runtime-module.ts';
import { type Task, type TaskResult, mergeResults, startTask } from './task.ts';

export interface PoolOptions {
  readonly threads: number;
  /** Entry of a worker thread; dist/execute/worker.js by default. */
  readonly worker?: string;
  /** Called as samples are done. */
  readonly progress?: (done: number, total: number) => void;
}

/** What a worker is given, and what it answers. */
export interface WorkerJob {
  readonly task: Task;
  readonly module: WebAssembly.Module;
  readonly indices: readonly number[];
}

export type WorkerMessage =
  | { readonly kind: 'progress' }
  | { readonly kind: 'result'; readonly result: TaskResult }
  | { readonly kind: 'diagnostics'; readonly diagnostics: readonly Diagnostic[] };

const WORKER = fileURLToPath(new URL('../../dist/execute/worker.js', import.meta.url));
const MOST_THREADS = 8;

export function defaultThreads(): number {
  return Math.min(MOST_THREADS, availableParallelism());
}

/** Runs `task` on some samples: those of given numbers, or the first ones. Throws what a sample throws, the lowest thread's first; QT3503 where a
 * thread ends. */
export async function runTask(task: Task, samples: number | readonly number[], options: PoolOptions): Promise<TaskResult> {
  const all = typeof samples === 'number' ? Array.from({ length: samples }, (_, i) => i) : samples;
  const count = all.length;
  const threads = Math.max(1, Math.min(options.threads, count));
  const entry = options.worker ?? WORKER;
  if (threads === 1 || !existsSync(entry)) return runInProcess(task, all, options);
  const module = loadRuntime();
  let done = 0;
  const step = (): void => options.progress?.(++done, count);
  const jobs = Array.from({ length: threads }, (_, t) => ({ task, module, indices: all.filter((_, i) => i % threads === t) }));
  const settled = await Promise.allSettled(jobs.map((job) => runWorker(entry, job, step)));
  const failed = settled.find((s) => s.status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return mergeResults(settled.flatMap((s) => (s.status === 'fulfilled' ? [s.value] : [])));
}

function runInProcess(task: Task, samples: readonly number[], options: PoolOptions): TaskResult {
  const dataSet = openDataSet(task.dataSet.path, task.dataSet);
  try {
    const running = startTask(task, dataSet, loadRuntime());
    samples.forEach((index, done) => {
      running.sample(index);
      options.progress?.(done + 1, samples.length);
    });
    return mergeResults([running.result()]);
  } finally {
    dataSet.close();
  }
}

function runWorker(entry: string, job: WorkerJob, step: () => void): Promise<TaskResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: job });
    const lost = (why: string): void => {
      try {
        fail('QT3503', `a worker thread ended: ${why}`);
      } catch (error) {
        reject(error);
      }
    };
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') step();
      else if (message.kind === 'result') resolve(message.result);
      else reject(new DiagnosticError(message.diagnostics));
    });
    worker.on('error', (error) => lost(error.message));
    worker.on('exit', (code) => lost(`exit code ${code}`));
  });
}
