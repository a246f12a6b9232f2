import { expect, it } from 'vitest';
import { identifierOf } from '../../src/emit/identifier.ts';
import { isStream, joinedBytes } from '../../src/emit/file-content.ts';
import { weightsFiles } from '../../src/emit/weights-files.ts';

const NAME = identifierOf('net');

function constant(index: number, bytes: number): { symbol: string; role: 'weight'; data: Int8Array; unit: string; region: null } {
  return { symbol: `net_w${index}`, role: 'weight', data: new Int8Array(bytes).fill(65), unit: 'u', region: null };
}

it('puts the constants of small networks into one file', () => {
  const files = weightsFiles([constant(0, 4), constant(1, 100_000)], NAME, 'About it.');
  expect(files.map(([path]) => path)).toEqual(['net_weights.c']);
  const [[, content] = []] = files;
  const text = new TextDecoder().decode(content instanceof Uint8Array ? content : undefined);
  expect(text).toMatch(/^\/\* About it\. \*\/\n#include "net_weights\.h"\n\n/);
  expect(text.split('const ')).toHaveLength(3);
});

it('divides large networks between arrays, and makes their text while it is read, the same each time', () => {
  const files = weightsFiles([constant(0, 60 << 20), constant(1, 10 << 20), constant(2, 70 << 20), constant(3, 8)], NAME, 'About it.');
  expect(files.map(([path]) => path)).toEqual(['net_weights.c', 'net_weights_2.c', 'net_weights_3.c', 'net_weights_4.c']);
  const last = files.at(-1)?.[1] ?? '';
  expect(files.every(([, content]) => isStream(content))).toBe(true);
  const read = (): string => (isStream(last) ? new TextDecoder().decode(joinedBytes(last.chunks())) : '');
  expect(read()).toBe(read());
  expect(read()).toContain('net_w3[8] = {');
});
