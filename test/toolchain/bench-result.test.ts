// What the bench and the counter leave behind, and everything else that might lie there.
import { describe, expect, it } from 'vitest';
import { parseBenchResult, parseCounts } from '../../src/toolchain/bench-result.ts';
import { codeOf } from '../support/code-of.ts';

const result = (status: number, run = 0, samples = 2): string => `status ${status}\nrun ${run}\nsamples ${samples}\nstack 100\nend 1\n`;

describe('result.txt', () => {
  it('gives samples and stack', () => {
    expect(parseBenchResult(result(0))).toEqual({ samples: 2, stackBytes: 100 });
  });

  it.each([['', 'nothing'], ['status 0\n', 'a part'], ['status x\nrun 0\n', 'no number'], ['\u0000\u0001\u0002', 'rubbish'], [result(0).replace('end 1', ''), 'no end'], [result(1), 'no inputs'], [result(3), 'no outputs'], [result(77), 'an unknown status']])(
    '%j is QT5008: %s', (text) => {
      expect(codeOf(() => parseBenchResult(text))).toBe('QT5008');
    });

  it('tells of a partial sample by QT5013 and of a failed network by QT5014, with its status', () => {
    expect(codeOf(() => parseBenchResult(result(2)))).toBe('QT5013');
    expect(codeOf(() => parseBenchResult(result(4, 4294967293)))).toBe('QT5014');
    expect(() => parseBenchResult(result(4, 4294967293))).toThrow('status -3 for sample 3');
  });
});

describe('counts', () => {
  it('are read', () => {
    const counts = { outside: 3, runs: [10, 11], runsCycles: [12, 13], units: [4, 3], unitsCycles: [5, 4] };
    expect(parseCounts(JSON.stringify(counts), 2)).toEqual(counts);
  });

  it.each(['', '{', 'null', '[]', '{"runs":[1]}', '{"runs":[1,2],"outside":0,"units":[]}'])('%j is QT5011', (text) => {
    expect(codeOf(() => parseCounts(text, 2))).toBe('QT5011');
  });

  it.each([{ runs: [1, -2] }, { runs: [1, 2.5] }, { runs: [1] }, { units: ['1'] }, { unitsCycles: null }, { outside: -1 }])('with %j are QT5011', (wrong) => {
    expect(codeOf(() => parseCounts(JSON.stringify({ outside: 0, runs: [1, 2], runsCycles: [0, 0], units: [], unitsCycles: [], ...wrong }), 2))).toBe('QT5011');
  });
});
