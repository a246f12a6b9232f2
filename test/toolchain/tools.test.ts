// Programs of the machine: found, missing, or of a version that counts were not tested with.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { inspectMachine } from '../../src/toolchain/machine.ts';
import { sharedLibraryOf } from '../../src/toolchain/object-cache.ts';
import { findZig, isTestedQemu, requireQemu, zigEnvironment } from '../../src/toolchain/tools.ts';

const work = mkdtempSync(join(tmpdir(), 'quantune-tools-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

async function fault(run: () => unknown): Promise<DiagnosticError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof DiagnosticError) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

function fakeQemu(folder: string, says: string): void {
  writeFileSync(join(work, folder), `#!/bin/sh\n${says}\n`, { mode: 0o755 });
}

describe('zig', () => {
  it('is the one of the npm package', () => {
    expect(findZig()).toMatchObject({ version: '0.16.0', program: expect.stringContaining('@zigc') });
  });

  it('that is missing is QT5001, exit 3', async () => {
    expect(await fault(() => findZig(work))).toMatchObject({ exitStatus: 3, diagnostics: [{ code: 'QT5001' }] });
  });

  it('keeps its own cache where that can be written, else ours', () => {
    expect(zigEnvironment({ HOME: work, A: 'b', C: undefined })).toEqual({ HOME: work, A: 'b' });
    expect(zigEnvironment({ ZIG_GLOBAL_CACHE_DIR: '/z' })).toEqual({ ZIG_GLOBAL_CACHE_DIR: '/z' });
    expect(zigEnvironment({})).toEqual({ ZIG_GLOBAL_CACHE_DIR: expect.stringContaining('zig') });
    expect(zigEnvironment({ HOME: '/dev/null' })).toHaveProperty('ZIG_GLOBAL_CACHE_DIR');
  });
});

describe('QEMU', () => {
  it('that is missing is QT5002, exit 3, with the command', async () => {
    const error = await fault(() => requireQemu('qemu-aarch64', work));
    expect(error).toMatchObject({ exitStatus: 3, diagnostics: [{ code: 'QT5002' }] });
    expect(error.diagnostics[0]?.remedy).toContain('apt-get install qemu-system-arm qemu-user');
  });

  it('of an untested version, or of none, is QT5003', async () => {
    fakeQemu('qemu-new', 'echo QEMU emulator version 11.0.1');
    fakeQemu('qemu-odd', 'exit 1');
    for (const name of ['qemu-new', 'qemu-odd']) {
      const error = await fault(() => requireQemu(name, work));
      expect(error).toMatchObject({ exitStatus: 3, diagnostics: [{ code: 'QT5003' }] });
    }
    expect((await fault(() => requireQemu('qemu-new', work))).message).toContain('QEMU 11.0.1; instruction counts were tested with 7.2');
  });

  it('of the tested series is accepted', async () => {
    fakeQemu('qemu-good', "echo 'qemu-arm version 7.2.9 (Debian)'");
    expect(await requireQemu('qemu-good', work)).toMatchObject({ version: '7.2.9' });
    expect([isTestedQemu('7.2'), isTestedQemu('7.20.1'), isTestedQemu('unknown')]).toEqual([true, false, false]);
  });
});

describe('the machine', () => {
  it('is described in full', async () => {
    const facts = await inspectMachine();
    expect(facts.map((f) => f.what)).toEqual(['node', 'zig', 'qemu-aarch64', 'qemu-arm', 'qemu-system-arm', 'instruction counter', 'cache folder']);
    for (const fact of facts) expect(fact.ok).toBe(fact.remedy === null);
    expect(facts.find((f) => f.what === 'zig')).toMatchObject({ ok: true, version: '0.16.0' });
  });

  it('without a working counter is QT5011', async () => {
    const source = join(work, 'broken.c');
    writeFileSync(source, 'this is not C\n');
    expect(await fault(() => sharedLibraryOf(source, 'broken'))).toMatchObject({ diagnostics: [{ code: 'QT5011' }] });
  });
});
