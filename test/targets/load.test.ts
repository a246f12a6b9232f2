// The targets of the package are well-formed; unknown or incomplete ones are refused with a code.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { listTargets, loadTarget, targetIds } from '../../src/targets/load.ts';

const work = mkdtempSync(join(tmpdir(), 'quantune-targets-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

function fault(name: string): { readonly code: string; readonly message: string } {
  try {
    loadTarget(name);
  } catch (error) {
    if (error instanceof DiagnosticError && error.diagnostics[0] !== undefined) return error.diagnostics[0];
    throw error;
  }
  throw new Error(`${name} was accepted`);
}

/** A target folder of its own with the given target.json and files. */
function folder(name: string, json: Readonly<Record<string, unknown>>, files: readonly string[]): string {
  const path = join(work, name);
  mkdirSync(path);
  const base = { id: name, title: 'T', triple: 'thumb-freestanding-eabi', mcpu: 'cortex_m0', cflags: ['-Os'], isa: ['portable'], fpu: 'none', stackBytes: 1024, port: 'semihosting' };
  const boards = [{ name: 'B', qemu: { mode: 'system', binary: 'qemu-system-arm', machine: 'microbit' } }];
  writeFileSync(join(path, 'target.json'), JSON.stringify({ ...base, boards, ...json }));
  files.forEach((file) => writeFileSync(join(path, file), ''));
  return path;
}

describe('targets of the package', () => {
  it('cover the cores of the first set', () => {
    expect(targetIds()).toEqual([
      'cortex-a-i8mm', 'cortex-a53', 'cortex-a55', 'cortex-a7', 'cortex-a76', 'cortex-m0', 'cortex-m3', 'cortex-m33', 'cortex-m4', 'cortex-m55', 'cortex-m7', 'host',
    ]);
  });

  it('are all valid and end their preference with portable kernels', () => {
    expect(listTargets().map((t) => t.isa.at(-1))).toEqual(targetIds().map(() => 'portable'));
  });

  it('start with the smallest board, whose note tells of a larger one', () => {
    const m0 = loadTarget('cortex-m0');
    expect(m0.boards[0].memory?.ram.length).toBe(16 * 1024);
    expect(m0.boards[1]?.memory?.ram.length).toBe(4 * 1024 * 1024);
    expect(m0.note).toContain('MPS2');
  });
});

describe('a target', () => {
  it('of another folder is loaded by its path', () => {
    const path = folder('own-board', { linkerScript: 'link.ld', sources: ['startup.c'] }, ['link.ld', 'startup.c']);
    expect(loadTarget(path)).toMatchObject({ id: 'own-board', folder: path, sources: [join(path, 'startup.c')] });
  });

  it('that is unknown is QT4001, with the nearest name', () => {
    expect(fault('cortex-m44')).toMatchObject({ code: 'QT4001', message: expect.stringContaining("did you mean 'cortex-m4'?") });
    expect(fault('z80')).toMatchObject({ code: 'QT4001', message: expect.stringContaining('cortex-m55') });
    expect(fault('./no-such-folder').code).toBe('QT4001');
    expect(fault('')).toMatchObject({ code: 'QT4001' });
    expect(fault('../targets').code).toBe('QT4001');
    expect(fault('common').code).toBe('QT4001');
  });

  it('whose files are missing is QT4004', () => {
    expect(fault(folder('no-script', { linkerScript: 'link.ld' }, [])).code).toBe('QT4004');
    expect(fault(folder('no-source', { sources: ['startup.c'] }, []))).toMatchObject({ code: 'QT4004', message: expect.stringContaining('sources[0]') });
    expect(fault(folder('no-port', { port: 'uart' }, []))).toMatchObject({ code: 'QT4004', message: expect.stringContaining("'port'") });
  });

  it('whose id is not the name of its folder is QT4003', () => {
    expect(fault(folder('named', { id: 'otherwise' }, [])).code).toBe('QT4003');
  });

  it('is added by adding a folder', () => {
    const copy = join(work, 'cortex-m3');
    cpSync(loadTarget('cortex-m3').folder, copy, { recursive: true });
    cpSync(join(loadTarget('cortex-m3').folder, '..', 'common'), join(work, 'common'), { recursive: true });
    expect(loadTarget(copy)).toMatchObject({ id: 'cortex-m3', linkerScript: join(work, 'common', 'cortex_m.ld') });
  });
});
