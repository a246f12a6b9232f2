// What is given up to keep a limit: threads, then metric samples; and what is refused.
import { describe, expect, it } from 'vitest';
import { type Diagnostic, DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { type Wanted, peakBytes, placeOfActivations, withinMemory } from '../../src/execute/memory-plan.ts';

const MB = 2 ** 20;
const need = { weightBytes: 10 * MB, arenaBytes: 4 * MB, keptBytes: 20 * MB, largestKeptBytes: 5 * MB };
const disk = { freeBytes: 1000 * MB, inMemory: false };
const memory = { ...disk, inMemory: true };

function plan(wanted: Wanted, limit: number | undefined, place = disk): { got: Wanted; said: string[] } {
  const said: Diagnostic[] = [];
  const got = withinMemory(need, wanted, { ...(limit === undefined ? {} : { limit }), place, report: (d) => said.push(d) });
  return { got, said: said.map((d) => `${d.code} ${d.message}`) };
}

function refusal(wanted: Wanted, limit: number | undefined, place = disk): string {
  try {
    plan(wanted, limit, place);
    return '';
  } catch (error) {
    return error instanceof DiagnosticError ? error.message : String(error);
  }
}

describe('memory plan', () => {
  it('gives what was wanted where there is room', () => {
    expect(plan({ threads: 4, metricSamples: 32 }, undefined)).toEqual({ got: { threads: 4, metricSamples: 32 }, said: [] });
    expect(plan({ threads: 4, metricSamples: 0 }, 4000 * MB).got.threads).toBe(4);
  });

  it('gives up threads, as few as keep the limit, and says so (QT3511)', () => {
    const limit = peakBytes(need, { threads: 2, metricSamples: 32 }, disk);
    const { got, said } = plan({ threads: 4, metricSamples: 32 }, limit);
    expect(got).toEqual({ threads: 2, metricSamples: 32 });
    expect(said).toEqual([expect.stringMatching(/^QT3511 2 of 4 threads and 32 of 32 metric samples are used: about \d+ MB of memory, 640 MB of disk/)]);
  });

  it('gives up metric samples where the disk is short, or where the disk is memory', () => {
    expect(plan({ threads: 1, metricSamples: 32 }, undefined, { ...disk, freeBytes: 100 * MB }).got).toEqual({ threads: 1, metricSamples: 5 });
    const limit = peakBytes(need, { threads: 1, metricSamples: 7 }, memory);
    expect(plan({ threads: 2, metricSamples: 32 }, limit, memory).got).toEqual({ threads: 1, metricSamples: 7 });
  });

  it('refuses what one thread and one sample do not fit, naming the least that would do (QT3512)', () => {
    const least = peakBytes(need, { threads: 1, metricSamples: 1 }, disk);
    expect(refusal({ threads: 4, metricSamples: 32 }, least - 1)).toMatch(new RegExp(`^QT3512: one thread and one metric sample need about ${Math.ceil(least / MB)} MB of memory$`));
    expect(refusal({ threads: 4, metricSamples: 32 }, least)).toBe('');
    expect(refusal({ threads: 1, metricSamples: 4 }, undefined, { ...disk, freeBytes: MB })).toMatch(/^QT3512.*20 MB of disk/);
  });

  it('knows the folder for temporary files', () => {
    expect(placeOfActivations().freeBytes).toBeGreaterThan(0);
  });
});
