// A thread of the fuzzer: runs seeds from `first` on until it is told to stop. Says in shared memory which seed it is at, so that a hang can be seen from outside.
import { parentPort, workerData } from 'node:worker_threads';
import { kindOf } from './kinds.ts';
import { runSeed } from './oracle.ts';

export interface FuzzJob {
  readonly kind: string;
  readonly first: number;
  /** [seed now running, executions, stop]. */
  readonly shared: SharedArrayBuffer;
}

const { kind: name, first, shared }: FuzzJob = workerData;
const state = new Int32Array(shared);
const kind = kindOf(name);
const known = new Set<string>();

for (let seed = first; Atomics.load(state, 2) === 0; seed++) {
  Atomics.store(state, 0, seed);
  const failure = await runSeed(kind, seed, known);
  Atomics.add(state, 1, 1);
  if (failure === null) continue;
  if (!known.has(failure.signature)) parentPort?.postMessage(failure);
  known.add(failure.signature);
}
parentPort?.close();
