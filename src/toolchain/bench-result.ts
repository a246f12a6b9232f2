// Reads what a bench run leaves behind: result.txt of the bench program and the counts of the plugin. Pure: text -> numbers.
// Anything unexpected is QT5008 or QT5011; a failure that the bench reports itself is QT5013 or QT5014.
import { fail } from '../diagnostics/diagnostic.ts';

export interface BenchResult {
  readonly samples: number;
  /** 0 where stack use was not measured. */
  readonly stackBytes: number;
}

export interface Counts {
  /** Instructions of each inference. */
  readonly runs: readonly number[];
  /** Of the first inference: before the first unit. */
  readonly outside: number;
  /** Of the first inference, by unit. */
  readonly units: readonly number[];
  /** Estimated cycles (runtime-c/qemu-plugin/thumb_cycles.h) of each inference, and of the first by unit; 0 where there is no table of the processor. */
  readonly runsCycles: readonly number[];
  readonly unitsCycles: readonly number[];
}

const FIELDS = ['status', 'run', 'samples', 'stack', 'end'] as const;
/** Numbers as in runtime-c/bench/bench_main.c. */
const STATUS = { ok: 0, partialSample: 2, runFailed: 4 } as const;
const REASON: Readonly<Record<number, string>> = { 1: 'it could not open inputs.bin', 3: 'it could not write outputs.bin' };

function resultFields(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n');
  const fields = FIELDS.map((name, i): [string, number] => {
    const match = /^([a-z]+) (\d+)$/.exec(lines[i] ?? '');
    return match?.[1] === name ? [name, Number(match[2])] : fail('QT5008', `result.txt of the bench: line ${i + 1} must be '${name} <number>'; found '${(lines[i] ?? '').slice(0, 60)}'`);
  });
  return new Map(fields);
}

/** Text of result.txt -> samples done and stack used. */
export function parseBenchResult(text: string): BenchResult {
  const fields = resultFields(text);
  const get = (name: (typeof FIELDS)[number]): number => fields.get(name) ?? 0;
  const status = get('status');
  if (status === STATUS.partialSample) fail('QT5013', `the inputs end in the middle of sample ${get('samples') + 1}`);
  if (status === STATUS.runFailed) fail('QT5014', `the network returned status ${get('run') | 0} for sample ${get('samples') + 1}`);
  if (status !== STATUS.ok) fail('QT5008', `the bench ended with status ${status}: ${REASON[status] ?? 'an unknown status'}`);
  return { samples: get('samples'), stackBytes: get('stack') };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isCountList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isCount);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** JSON of the counting plugin -> counts, which must be those of `samples` inferences. */
export function parseCounts(text: string, samples: number): Counts {
  const document = parseJson(text);
  if (typeof document !== 'object' || document === null || !('runs' in document && 'outside' in document && 'units' in document && 'runsCycles' in document && 'unitsCycles' in document)) {
    return fail('QT5011', 'the instruction counter left no counts');
  }
  const { runs, outside, units, runsCycles, unitsCycles } = document;
  if (!isCountList(runs) || !isCount(outside) || !isCountList(units) || !isCountList(runsCycles) || !isCountList(unitsCycles)) return fail('QT5011', 'the counts of the instruction counter are not numbers');
  if (runs.length !== samples) fail('QT5011', `the instruction counter saw ${runs.length} inferences, the bench made ${samples}`);
  return { runs, outside, units, runsCycles, unitsCycles };
}
