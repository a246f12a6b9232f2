import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/data/byte-source.ts';
import { openZip } from '../../src/data/zip-archive.ts';
import { floats, npzBytes, refusal } from '../support/data-files.ts';

const open = (bytes: Uint8Array): ReturnType<typeof openZip> => openZip(memorySource('a.npz', bytes));
const load = (bytes: Uint8Array): unknown => [...open(bytes).values()].map((entry) => entry().size);

describe('openZip', () => {
  it.each([0, 6] as const)('reads entries at compression level %i', (level) => {
    const bytes = floats([5, 3]);
    const entry = open(npzBytes({ x: bytes, y: floats([1]) }, level)).get('x.npy')?.();
    expect(entry?.read(0, entry.size)).toEqual(new Uint8Array(bytes));
  });

  it('refuses an entry that unpacks to more than it says', () => {
    const bytes = Buffer.from(npzBytes({ x: floats([1000]) }));
    const entry = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt32LE(64, entry + 24);
    expect(refusal(() => load(bytes))).toMatch(/^QT3004: .*cannot be unpacked/);
  });

  it('refuses an entry that claims to be enormous before unpacking it', () => {
    const bytes = Buffer.from(npzBytes({ x: floats([1000]) }));
    bytes.writeUInt32LE(0xfffffff0, bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
    expect(refusal(() => load(bytes))).toMatch(/^QT3012: .*unpacks to/);
  });

  it('refuses every truncation and every damaged byte, or reads something', () => {
    const bytes = npzBytes({ x: floats([2]) });
    for (let length = 0; length < bytes.length; length++) expect(refusal(() => load(bytes.slice(0, length)))).toMatch(/^QT3004/);
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      expect(refusal(() => load(damaged))).toMatch(/^(QT30(04|12)|no refusal)/);
    }
  });
});
