import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { ActivationReader, ActivationWriter, withActivationFolder } from '../../src/execute/activation-store.ts';

function keep(folder: string): void {
  const writer = new ActivationWriter(folder, 3);
  writer.add(Float32Array.of(1, 2, 3));
  writer.add(Float32Array.of(-4));
  writer.close();
}

describe('activation store', () => {
  it('gives back what was kept, by name', async () => {
    await withActivationFolder((folder) => {
      keep(folder);
      const reader = new ActivationReader(folder, 3, [{ name: 'a', elements: 3 }, { name: 'b', elements: 1 }]);
      const [a, b] = [new Float32Array(3), new Float32Array(1)];
      reader.read('b', b);
      reader.read('a', a);
      reader.close();
      expect([...a, ...b]).toEqual([1, 2, 3, -4]);
      return Promise.resolve();
    });
  });

  it('leaves nothing behind, even after an error', async () => {
    let seen = '';
    await expect(withActivationFolder((folder) => {
      seen = folder;
      return Promise.reject(new RangeError('x'));
    })).rejects.toThrow(RangeError);
    expect(existsSync(seen)).toBe(false);
  });

  it.skipIf(!existsSync('/dev/full'))('says that the disk is full (QT3507)', async () => {
    await withActivationFolder((folder) => {
      symlinkSync('/dev/full', join(folder, '3.f32'));
      let codes: string[] = [];
      try {
        keep(folder);
      } catch (error) {
        codes = error instanceof DiagnosticError ? error.diagnostics.map((d) => d.code) : [];
      }
      expect(codes).toEqual(['QT3507']);
      return Promise.resolve();
    });
  });
});
