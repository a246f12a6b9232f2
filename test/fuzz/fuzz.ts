// `npm run fuzz -- --minutes N [--seed S] [--only KIND]`: each kind for its share of the time, in a thread that is watched: what hangs or takes memory without end
// is ended and counts as a failure. Failures are stored, shrunk, in test/fuzz/cases, where the tests run them from then on; exit status 1 where there are any.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Dice } from './dice.ts';
import type { FuzzKind } from './fuzz-kind.ts';
import { KINDS, kindOf } from './kinds.ts';
import type { Failure } from './oracle.ts';

const CASES = fileURLToPath(new URL('./cases', import.meta.url));
const LOADER = new URL('../../scripts/typescript.mjs', import.meta.url).href;
/** A case that takes longer than this by the clock hangs. */
const HANG_MS = 180_000;
const LARGEST_RSS = 6 * 2 ** 30;
const WATCH_MS = 500;

function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
}

function store({ kind, signature, text, content, seed }: Failure): void {
  mkdirSync(CASES, { recursive: true });
  const file = `${kind}-${createHash('sha256').update(signature).digest('hex').slice(0, 12)}.bin`;
  writeFileSync(join(CASES, file), content);
  console.log(`  FAILED ${kind} seed ${seed}: ${signature}\n    stored as test/fuzz/cases/${file}\n    ${text.split('\n').slice(0, 4).join('\n    ')}`);
}

interface Watched {
  readonly executions: number;
  readonly failures: number;
  /** Where to go on. */
  readonly next: number;
}

/** Runs one thread until the time is over or a case had to be ended. */
function watch(kind: FuzzKind, first: number, until: number): Promise<Watched> {
  const shared = new SharedArrayBuffer(12);
  const state = new Int32Array(shared);
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { kind: kind.name, first, shared }, execArgv: ['--import', LOADER] });
  let [failures, seed, since] = [0, first, Date.now()];
  const fail = (failure: Failure): void => {
    failures += 1;
    store(failure);
  };
  const lost = (signature: string): void => fail({ kind: kind.name, seed: Atomics.load(state, 0), signature, text: signature, content: kind.make(new Dice(Atomics.load(state, 0))) });
  return new Promise((resolve) => {
    const end = (): void => resolve({ executions: Atomics.load(state, 1), failures, next: Atomics.load(state, 0) + 1 });
    const timer = setInterval(() => {
      const now = Atomics.load(state, 0);
      if (now !== seed) [seed, since] = [now, Date.now()];
      const hangs = now !== 0 && Date.now() - since > HANG_MS;
      if (Date.now() > until) Atomics.store(state, 2, 1);
      if (!hangs && process.memoryUsage.rss() < LARGEST_RSS) return;
      lost(hangs ? 'hangs' : 'takes memory without end');
      void worker.terminate();
    }, WATCH_MS);
    worker.on('message', fail);
    worker.on('error', (error) => lost(`ends the thread: ${error.message}`));
    worker.on('exit', () => {
      clearInterval(timer);
      end();
    });
  });
}

async function fuzzKind(kind: FuzzKind, first: number, ms: number): Promise<Watched> {
  const until = Date.now() + ms;
  let [executions, failures, next] = [0, 0, first];
  while (Date.now() < until) {
    const part = await watch(kind, next, until);
    [executions, failures, next] = [executions + part.executions, failures + part.failures, part.next];
  }
  return { executions, failures, next };
}

const only = option('only', '');
const kinds = only === '' ? KINDS : [kindOf(only)];
const share = (Number(option('minutes', '1')) * 60_000) / kinds.length;
let failed = 0;
for (const kind of kinds) {
  const begun = Date.now();
  const { executions, failures } = await fuzzKind(kind, Number(option('seed', '1')), share);
  failed += failures;
  console.log(`${kind.name}: ${executions} executions, ${(executions / ((Date.now() - begun) / 1000)).toFixed(1)}/s, ${failures} distinct failures`);
}
process.exitCode = failed === 0 ? 0 : 1;
