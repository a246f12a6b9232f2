// The first board with room for everything is taken; where there is none, QT4006 says what is needed and what there is.
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { checkFits, memoryUse } from '../../src/targets/fits.ts';
import { loadTarget } from '../../src/targets/load.ts';

const m0 = loadTarget('cortex-m0');
const small = { flashBytes: 10_000, weightBytes: 24_000, ramBytes: 10_000, stackBytes: 2048 };

describe('checkFits', () => {
  it('takes the preferred board when it has room, to the byte', () => {
    expect(checkFits(m0, small)).toBe(m0.boards[0]);
    expect(checkFits(m0, { ...small, ramBytes: 16_384 - 2048 })).toBe(m0.boards[0]);
    expect(checkFits(m0, { ...small, weightBytes: 262_144 - 10_000 })).toBe(m0.boards[0]);
  });

  it('takes the next board when one byte is missing', () => {
    expect(checkFits(m0, { ...small, ramBytes: 16_385 - 2048 })).toBe(m0.boards[1]);
    expect(checkFits(m0, { ...small, weightBytes: 262_145 - 10_000 })).toBe(m0.boards[1]);
  });

  it('moves weights or arena into larger memory', () => {
    expect(checkFits(m0, { ...small, weightBytes: 9_000_000 })).toBe(m0.boards[2]);
    expect(checkFits(m0, { ...small, ramBytes: 9_000_000 })).toBe(m0.boards[3]);
  });

  it('never refuses where memory is not limited', () => {
    const host = loadTarget('host');
    expect(checkFits(host, { ...small, ramBytes: 1e12 })).toBe(host.boards[0]);
    expect(memoryUse(host.boards[0], small)).toEqual([]);
  });

  it('refuses with QT4006, need and room of each region of each board', () => {
    let found: DiagnosticError | null = null;
    try {
      checkFits(m0, { ...small, weightBytes: 20_000_000 });
    } catch (error) {
      found = error instanceof DiagnosticError ? error : null;
    }
    const [diagnostic] = found?.diagnostics ?? [];
    expect(diagnostic?.code).toBe('QT4006');
    expect(diagnostic?.message).toContain('weights 20000000');
    expect(diagnostic?.notes).toHaveLength(4);
    expect(diagnostic?.notes[0]).toContain('flash needs 20010000, has 262144 (19747856 too many); ram needs 12048, has 16384');
    expect(diagnostic?.notes[2]).toContain('weights needs 20000000, has 16777216');
  });
});
