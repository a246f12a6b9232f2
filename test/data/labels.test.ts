import { afterAll, describe, expect, it } from 'vitest';
import { readLabelTable, readLabels } from '../../src/data/labels.ts';
import { npyBytes, refusal, temporaryFolder } from '../support/data-files.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('labels', () => {
  it('are the last column of each line', () => {
    expect(readLabels(folder.write('a.txt', '1\n0\r\n\n2\n'), null)).toEqual([1, 0, 2]);
    expect(readLabels(folder.write('a.tsv', 'x.bin\t0\ny.bin\t1\n'), 2)).toEqual([0, 1]);
    expect(readLabels(folder.write('b.txt', 'dog\ncat\n'), ['cat', 'dog'])).toEqual([1, 0]);
  });

  it('may be a .npy', () => {
    expect(readLabels(folder.write('l.npy', npyBytes('<i8', [2], BigInt64Array.of(3n, 1n))), 4)).toEqual([3, 1]);
    expect(refusal(() => readLabels(folder.write('m.npy', npyBytes('<i8', [1, 2], BigInt64Array.of(3n, 1n))), 4))).toMatch(/^QT3005/);
    expect(refusal(() => readLabels(folder.write('n.npy', npyBytes('<f4', [1], Float32Array.of(0.5))), 4))).toMatch(/^QT3008: .*element 0/);
  });

  it('name files in a table', () => {
    expect(readLabelTable(folder.write('t.tsv', 'a.png\t3\nb.png\t0\n'), null)).toEqual([{ name: 'a.png', label: 3 }, { name: 'b.png', label: 0 }]);
    expect(refusal(() => readLabelTable(folder.write('u.tsv', 'a.png 3\n'), null))).toMatch(/^QT3004: .*line 1.*a tab and a class/);
  });

  it.each([
    ['a number beyond the classes', '5\n', 3, /^QT3008: .*line 1: class 5 is not 0 to 2/],
    ['an unknown name', '0\ndgo\n', ['cat', 'dog'], /^QT3008: .*line 2: 'dgo' is not a class; did you mean 'dog'/],
    ['a name without names', 'dog\n', null, /^QT3008: .*a class number from 0/],
    ['a negative number', '-1\n', null, /^QT3008/],
  ])('refuses %s', (_, text, classes, expected) => {
    expect(refusal(() => readLabels(folder.write('bad.txt', text), classes))).toMatch(expected);
  });

  it('refuses a missing file', () => {
    expect(refusal(() => readLabels(`${folder.path}/none.txt`, null))).toMatch(/^QT3001: .*does not exist/);
  });
});
