// Command lines and memory.ld as text: what is run can be read here.
import { describe, expect, it } from 'vitest';
import { loadTarget } from '../../src/targets/load.ts';
import { compileFlags, linkArgs, memoryScript, runCommand } from '../../src/toolchain/argv.ts';

const plugin = { file: './count.so', marks: 'marks.txt', out: 'counts.json', core: 'cortex_m4' };

describe('compile and link', () => {
  it('name triple, processor, contract flags and warnings', () => {
    const flags = compileFlags(loadTarget('cortex-m4'), { includes: ['/a/qn'], extra: ['-DX'] });
    expect(flags.slice(0, 5)).toEqual(['cc', '-target', 'thumb-freestanding-eabihf', '-mcpu=cortex_m4+vfp4d16sp', '-O2']);
    expect(flags).toEqual(expect.arrayContaining(['-ffp-contract=off', '-fomit-frame-pointer', '-g0', '-Werror', '-Wconversion', '-DX', '-I/a/qn']));
  });

  it('of this machine name no triple', () => {
    expect(compileFlags(loadTarget('host'), { includes: [], extra: [] })).not.toContain('-target');
  });

  it('use the linker script where there is one', () => {
    expect(linkArgs(loadTarget('cortex-m4'), { objects: ['a.o'], output: 'f' }).join(' ')).toMatch(/-Wl,--gc-sections -T \S+cortex_m\.ld a\.o -o f$/);
    expect(linkArgs(loadTarget('cortex-a53'), { objects: ['a.o'], output: 'f' })).not.toContain('-T');
  });
});

describe('memory.ld', () => {
  const flash = { origin: 0, length: 0x40000 };
  const ram = { origin: 0x20000000, length: 0x4000 };

  it('aliases the regions that a board lacks', () => {
    expect(memoryScript({ flash, ram, weights: null, arena: null }, 2048)).toBe([
      'MEMORY', '{', '  flash (rx) : ORIGIN = 0x0, LENGTH = 0x40000', '  ram (rwx) : ORIGIN = 0x20000000, LENGTH = 0x4000', '}',
      'REGION_ALIAS("weights", flash)', 'REGION_ALIAS("arena", ram)', 'qn_stack_bytes = 0x800;', '',
    ].join('\n'));
  });

  it('declares those it has', () => {
    const text = memoryScript({ flash, ram, weights: { origin: 0x21000000, length: 16 }, arena: { origin: 0x22000000, length: 32 } }, 0);
    expect(text).toContain('weights (rx) : ORIGIN = 0x21000000, LENGTH = 0x10');
    expect(text).toContain('arena (rwx) : ORIGIN = 0x22000000, LENGTH = 0x20');
    expect(text).not.toContain('ALIAS');
  });
});

describe('run', () => {
  it('starts a whole machine', () => {
    const [board] = loadTarget('cortex-m4').boards;
    expect(runCommand(board, { elf: './f', plugin })).toEqual({
      binary: 'qemu-system-arm',
      args: ['-machine', 'mps2-an386', '-semihosting-config', 'enable=on,target=native', '-nographic', '-monitor', 'none', '-serial', 'none', '-display', 'none',
        '-plugin', './count.so,marks=marks.txt,out=counts.json,core=cortex_m4', '-kernel', './f'],
    });
  });

  it('starts a process', () => {
    const [board] = loadTarget('cortex-a-i8mm').boards;
    expect(runCommand(board, { elf: './f', plugin: null })).toEqual({ binary: 'qemu-aarch64', args: ['-cpu', 'max,sve=off', './f'] });
  });

  it('starts the file itself', () => {
    expect(runCommand(loadTarget('host').boards[0], { elf: './f', plugin })).toEqual({ binary: './f', args: [] });
  });
});
