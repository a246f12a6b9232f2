// A short sample of each kind of fuzzing with fixed seeds, and every case that once failed. `npm run fuzz` goes on from here.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KINDS, kindOf } from './kinds.ts';
import { faultOf, runSeed } from './oracle.ts';

const CASES = join(import.meta.dirname, 'cases');
const SAMPLE: Readonly<Record<string, number>> = { bytes: 1500, names: 300, data: 400, targets: 300, options: 6 };

describe('fuzzing', () => {
  it.each(KINDS.map((k) => k.name))('%s: a result or a coded diagnostic', async (name) => {
    const failures: string[] = [];
    for (let seed = 1_000_000; seed < 1_000_000 + (SAMPLE[name] ?? 0); seed++) {
      const failure = await runSeed(kindOf(name), seed, new Set(failures));
      if (failure !== null) failures.push(failure.signature);
    }
    expect(failures).toEqual([]);
  });

  it.each(existsSync(CASES) ? readdirSync(CASES) : [])('%s failed once and does no longer', async (file) => {
    const kind = kindOf(file.split('-')[0] ?? '');
    expect(await faultOf(kind, new Uint8Array(readFileSync(join(CASES, file))))).toBeNull();
  });
});
