import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatDb } from '../../src/report/format.ts';
import { left, renderTable, right } from '../../src/report/table.ts';

describe('format', () => {
  it('shows numbers as people read them', () => {
    expect([12, 9999, 12_345, 1_234_567, 2.5e9].map(formatCount)).toEqual(['12', '9999', '12.3 k', '1.23 M', '2.50 G']);
    expect([512, 49_440, 3_687_020].map(formatBytes)).toEqual(['512 B', '49.4 KB', '3.69 MB']);
    expect([formatDb(28.46), formatDb(Infinity)]).toEqual(['28.5 dB', 'exact']);
  });

  it('aligns tables', () => {
    expect(renderTable([left('a'), right('count')], [['x', '1'], ['long', '23']])).toBe('a     count\n----  -----\nx         1\nlong     23');
  });
});
