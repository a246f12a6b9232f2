// Every fault of a target.json ends in a code that names file and field.
import { describe, expect, it } from 'vitest';
import { type Diagnostic, DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { parseTarget } from '../../src/targets/parse-target.ts';

const FLASH = { origin: '0x00000000', length: '256K' };
const RAM = { origin: '0x20000000', length: '16K' };
const QEMU = { mode: 'system', binary: 'qemu-system-arm', machine: 'microbit' };

/** A target with one field of the top level replaced. */
function document(change: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    id: 'board', title: 'A board', triple: 'thumb-freestanding-eabi', mcpu: 'cortex_m0', cflags: ['-O2'], isa: ['portable'], fpu: 'none', stackBytes: '2K',
    port: 'semihosting', linkerScript: 'link.ld', sources: ['startup.c'], boards: [{ name: 'B', memory: { flash: FLASH, ram: RAM }, qemu: QEMU }], ...change,
  });
}

function memory(change: Readonly<Record<string, unknown>>): string {
  return document({ boards: [{ name: 'B', memory: { flash: FLASH, ram: RAM, ...change }, qemu: QEMU }] });
}

function faultOf(text: string): Diagnostic {
  try {
    parseTarget(text, '/t', 'target.json');
  } catch (error) {
    if (error instanceof DiagnosticError && error.diagnostics[0] !== undefined) return error.diagnostics[0];
    throw error;
  }
  throw new Error('no fault was found');
}

describe('a target', () => {
  it('is read with sizes in bytes and absolute paths', () => {
    const target = parseTarget(document(), '/t', 'target.json');
    expect(target).toMatchObject({ id: 'board', note: null, stackBytes: 2048, linkerScript: '/t/link.ld', sources: ['/t/startup.c'], fpu: 'none' });
    expect(target.boards[0].memory).toEqual({ flash: { origin: 0, length: 262144 }, ram: { origin: 0x20000000, length: 16384 }, weights: null, arena: null });
    expect(target.boards[0].qemu).toEqual({ ...QEMU, args: [] });
  });

  it('may leave memory unlimited', () => {
    const text = document({ boards: [{ name: 'P', qemu: { mode: 'user', binary: 'qemu-arm', cpu: 'cortex-a7', args: ['-L', '/'] } }] });
    expect(parseTarget(text, '/t', 'target.json').boards[0]).toMatchObject({ memory: null, qemu: { cpu: 'cortex-a7', args: ['-L', '/'] } });
  });

  it('that is not JSON is QT4002', () => {
    expect(faultOf('{ "id": ')).toMatchObject({ code: 'QT4002', where: { file: 'target.json' } });
  });

  it.each<[string, string, string]>([
    ['the document', '[]', ''],
    ['an unknown key', document({ mcu: 'x' }), 'mcu'],
    ['a missing field', document({ triple: undefined }), 'triple'],
    ['a wrong type', document({ cflags: '-O2' }), 'cflags'],
    ['an empty text in a list', document({ isa: ['portable', ''] }), 'isa'],
    ['no portable kernels', document({ isa: ['dsp'] }), 'isa'],
    ['a wrong choice', document({ fpu: 'half' }), 'fpu'],
    ['a bad id', document({ id: '../x' }), 'id'],
    ['a bad port', document({ port: '../x' }), 'port'],
    ['a bad size', document({ stackBytes: '2 kilo' }), 'stackBytes'],
    ['a negative size', document({ stackBytes: -1 }), 'stackBytes'],
    ['no board', document({ boards: [] }), 'boards'],
    ['boards that are no list', document({ boards: {} }), 'boards'],
    ['a memory map without a linker script', document({ linkerScript: undefined }), 'linkerScript'],
    ['an unknown region', memory({ rom: FLASH }), 'boards[0].memory.rom'],
    ['an unknown key of a region', memory({ ram: { ...RAM, size: 1 } }), 'boards[0].memory.ram.size'],
    ['an empty region', memory({ ram: { ...RAM, length: 0 } }), 'boards[0].memory.ram.length'],
    ['less RAM than stack', memory({ ram: { ...RAM, length: 1024 } }), 'boards[0].memory.ram.length'],
    ['an unknown mode', document({ boards: [{ name: 'B', qemu: { mode: 'bochs' } }] }), 'boards[0].qemu.mode'],
    ['a key of another mode', document({ boards: [{ name: 'B', qemu: { mode: 'native', cpu: 'x' } }] }), 'boards[0].qemu.cpu'],
    ['a program that is not QEMU', document({ boards: [{ name: 'B', qemu: { ...QEMU, binary: '/bin/sh' } }] }), 'boards[0].qemu.binary'],
    ['arguments that are no list', document({ boards: [{ name: 'B', qemu: { ...QEMU, args: '-S' } }] }), 'boards[0].qemu.args'],
  ])('with %s is QT4003', (_, text, at) => {
    const fault = faultOf(text);
    expect(fault).toMatchObject({ code: 'QT4003', where: { file: 'target.json', at } });
    expect(fault.message).toContain(at === '' ? 'the document' : `'${at}'`);
  });

  it('with an unknown key is told the nearest', () => {
    expect(faultOf(document({ stackByte: 1 })).message).toContain("did you mean 'stackBytes'?");
  });

  it('whose regions overlap is QT4005', () => {
    expect(faultOf(memory({ weights: { origin: '0x20003000', length: '8K' } }))).toMatchObject({ code: 'QT4005', where: { at: 'boards[0].memory' } });
    expect(faultOf(memory({ arena: { origin: '0x0003ffff', length: 2 } })).message).toContain('overlaps');
  });

  it('whose regions leave the address space is QT4005', () => {
    expect(faultOf(memory({ arena: { origin: '0xfffff000', length: '8K' } })).code).toBe('QT4005');
  });
});
