// The table of estimated cycles against instructions that the assembler encodes: costs of single instructions, and of neighbours.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseElf, sectionBytes } from '../../src/toolchain/elf.ts';
import { WARNINGS, ZIG, buildFolder, compile } from '../kernels/kernel-build.ts';
import { CHECKOUT } from '../support/shared.ts';

const FLAGS = { cortex_m4: 'cortex_m4+vfp4d16sp', cortex_m55: 'cortex_m55+mve_fp' };
type Core = keyof typeof FLAGS;

const folder = buildFolder('thumb-cycles');
const driver = join(folder, 'driver');

/** Costs of each sequence of instructions, as if each were one block; assembled in one go. 1b is a label before, 2f one behind. */
function cyclesOf(core: Core, sequences: readonly string[]): number[][] {
  const [source, object] = [join(folder, `${core}.s`), join(folder, `${core}.o`)];
  const sections = sequences.map((sequence, i) => `.section .c${i},"ax"\n1:\n.balign 4\n${sequence.replaceAll(';', '\n')}\nnop\n2:\nnop\n`);
  writeFileSync(source, `.syntax unified\n.thumb\n${sections.join('')}`);
  compile(ZIG, ['-target', 'thumb-freestanding-eabihf', `-mcpu=${FLAGS[core]}`, '-c', source, '-o', object]);
  const elf = parseElf(readFileSync(object), object);
  return sequences.map((_, i) => {
    writeFileSync(join(folder, 'code.bin'), sectionBytes(elf, `.c${i}`));
    return execFileSync(driver, [core, join(folder, 'code.bin')], { encoding: 'utf8' }).trim().split(' ').map(Number).slice(0, -2);
  });
}

beforeAll(() => compile(ZIG, [...WARNINGS, '-O1', `-I${join(CHECKOUT, 'runtime-c', 'qemu-plugin')}`, join(CHECKOUT, 'test', 'toolchain', 'thumb-cycles-driver.c'), '-o', driver]));

describe('Cortex-M4', () => {
  it('is what the manual says of one instruction', () => {
    const table: [string, number][] = [
      ['adds r0, r1, r2', 1], ['add.w r8, r9, r10, lsl #2', 1], ['smlad r0, r1, r2, r3', 1], ['mla r0, r1, r2, r3', 1], ['smull r0, r1, r2, r3', 1], ['ssat r0, #8, r1', 1], ['sxtb16 r0, r1', 1],
      ['sdiv r0, r1, r2', 7], ['udiv r0, r1, r2', 7],
      ['ldr r0, [r1]', 2], ['ldr r0, [r1, r2]', 2], ['ldrsb r0, [r1, r2]', 2], ['ldr r0, [sp, #4]', 2], ['ldr r0, 2f', 2], ['ldr.w r8, [r9, #100]', 2], ['ldrb.w r8, [r9], #1', 2], ['ldrsh.w r8, [r9, r10, lsl #1]', 2],
      ['str r0, [r1]', 1], ['strb.w r8, [r9, #1]', 1], ['str r0, [r1, r2]', 2], ['str.w r8, [r9, r10]', 2],
      ['ldrd r0, r1, [r2]', 3], ['strd r0, r1, [r2]', 3], ['push {r4, r5, lr}', 4], ['pop {r4, r5, pc}', 6], ['ldm r0!, {r1, r2, r3}', 4], ['stmdb r0!, {r4-r11}', 9], ['pop.w {r4-r11, pc}', 12],
      ['b 2f', 3], ['bne 1b', 3], ['bne 2f', 1], ['bne.w 1b', 3], ['bl 1b', 3], ['bx lr', 3], ['cbz r0, 2f', 1], ['b.w 1b', 3],
      ['vldr s0, [r0]', 2], ['vldm r0!, {s0-s3}', 5], ['vpush {d8-d9}', 5], ['vadd.f32 s0, s1, s2', 1], ['vmul.f32 s0, s1, s2', 1], ['vfma.f32 s0, s1, s2', 3], ['vmla.f32 s0, s1, s2', 3], ['vfms.f32 s0, s1, s2', 3],
      ['vdiv.f32 s0, s1, s2', 14], ['vsqrt.f32 s0, s1', 14], ['vcvt.s32.f32 s0, s1', 1], ['vmov r0, s1', 1], ['vmov r0, r1, s2, s3', 2], ['vmrs apsr_nzcv, fpscr', 1],
    ];
    expect(cyclesOf('cortex_m4', table.map(([code]) => code)).map((c, i) => [table[i]?.[0], ...c])).toEqual(table);
  });

  it('takes n + 1 cycles for n loads in a row, and starts again after something else', () => {
    expect(cyclesOf('cortex_m4', ['ldr r0, [r3]; ldr r1, [r3, #4]; ldr.w r2, [r3, #8]; adds r0, r1; ldr r1, [r3]'])).toEqual([[2, 1, 1, 1, 2]]);
  });
});

describe('Cortex-M55', () => {
  it('is two beats of a vector, a lane of a gather', () => {
    const table: [string, number][] = [
      ['adds r0, r1, r2', 1], ['ldr r0, [r1]', 1], ['ldrd r0, r1, [r2]', 2], ['pop {r4, r5, pc}', 4], ['bne 1b', 2],
      ['dls lr, r0; le lr, 1b', 0],
      ['vldrb.u8 q0, [r0]', 2], ['vldrw.u32 q0, [r0], #16', 2], ['vldrb.s16 q0, [r0]', 2], ['vldrb.u32 q0, [r0, #4]', 2], ['vstrb.8 q0, [r0]', 2], ['vldrh.s32 q0, [r0], #8', 2],
      ['vldrb.u8 q0, [r0, q1]', 16], ['vldrb.u16 q0, [r0, q1]', 8], ['vldrb.s32 q0, [r0, q1]', 4], ['vldrh.u16 q0, [r0, q1, uxtw #1]', 8], ['vldrw.u32 q0, [r0, q1, uxtw #2]', 4], ['vldrw.u32 q0, [r0, q1]', 4],
      ['vldrw.u32 q0, [q1, #4]', 4], ['vldrd.u64 q0, [q1, #8]', 2], ['vstrb.8 q0, [r0, q1]', 16], ['vstrw.32 q0, [r0, q1]', 4], ['vld20.8 {q0, q1}, [r0]', 2], ['vld43.32 {q0, q1, q2, q3}, [r0]', 2],
      ['vmladava.s8 r0, q0, q1', 2], ['vadd.i32 q0, q1, q2', 2], ['vqrdmulh.s32 q0, q1, r0', 2], ['vfma.f32 q0, q1, r0', 2], ['vmax.s8 q0, q1, q2', 2], ['vdup.32 q0, r0', 1], ['vfma.f32 s0, s1, s2', 1],
    ];
    expect(cyclesOf('cortex_m55', table.map(([code]) => code)).map((c, i) => [table[i]?.[0], c.at(-1)])).toEqual(table);
  });

  it('overlaps one beat where memory and computing instructions alternate', () => {
    expect(cyclesOf('cortex_m55', ['vldrb.u8 q0, [r0], #16; vmladava.s8 r2, q0, q1; vldrb.u8 q1, [r1], #16; vmladava.s8 r4, q0, q1; vmladava.s8 r6, q0, q1'])).toEqual([[2, 1, 1, 1, 2]]);
  });
});
