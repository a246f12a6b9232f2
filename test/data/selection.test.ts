import { describe, expect, it } from 'vitest';
import { selectIndices } from '../../src/data/selection.ts';
import { refusal } from '../support/data-files.ts';

const select = (length: number, selection: Parameters<typeof selectIndices>[1]): number[] => selectIndices(length, selection, 'set');

describe('selectIndices', () => {
  it('takes all without a selection', () => {
    expect(select(3, {})).toEqual([0, 1, 2]);
  });

  it.each([
    [{ first: 2 }, [0, 1]],
    [{ last: 2 }, [8, 9]],
    [{ skip: 7 }, [7, 8, 9]],
    [{ every: 4 }, [0, 4, 8]],
    [{ skip: 1, every: 3 }, [1, 4, 7]],
    [{ skip: 1, every: 3, first: 2 }, [1, 4]],
    [{ first: 4, last: 1 }, [3]],
    [{ indices: [5, 5, 0] }, [5, 5, 0]],
    [{ indices: [9, 8, 7], skip: 1 }, [8, 7]],
    [{ skip: 20 }, []],
  ])('%j', (selection, expected) => {
    expect(select(10, selection)).toEqual(expected);
  });

  it.each([
    [{ first: 11 }, 'first 11, but there are 10'],
    [{ last: 11 }, 'last 11'],
    [{ skip: 5, first: 6 }, 'first 6, but there are 5'],
    [{ indices: [10] }, 'sample 10'],
    [{ every: 0 }, 'every 0'],
    [{ skip: -1 }, 'skip -1'],
    [{ first: 1.5 }, 'first 1.5'],
  ])('refuses %j', (selection, text) => {
    expect(refusal(() => select(10, selection))).toMatch(new RegExp(`^QT3007: .*${text}`));
  });
});
