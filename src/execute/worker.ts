// Entry of a worker thread: runs its share of the samples of one task and posts the state.
import { parentPort, workerData } from 'node:worker_threads';
import type { DataSet } from '../data/data-set.ts';
import { openDataSet } from '../data/open-data-set.ts';
import { DiagnosticError, diagnose, invariant } from '../diagnostics/diagnostic.ts';
import type { WorkerJob, WorkerMessage } from './pool.ts';
import { startTask } from './task.ts';

function run(job: WorkerJob, post: (message: WorkerMessage) => void): void {
  let dataSet: DataSet | null = null;
  try {
    dataSet = openDataSet(job.task.dataSet.path, job.task.dataSet);
    const running = startTask(job.task, dataSet, job.module);
    for (const index of job.indices) {
      running.sample(index);
      post({ kind: 'progress' });
    }
    post({ kind: 'result', result: running.result() });
  } catch (error) {
    const known = error instanceof DiagnosticError;
    post({ kind: 'diagnostics', diagnostics: known ? error.diagnostics : [diagnose('QT9001', error instanceof Error ? error.message : String(error))] });
  } finally {
    dataSet?.close();
  }
}

const port = parentPort;
invariant(port !== null, 'worker.js runs in a worker thread');
run(workerData, (message) => port.postMessage(message));
