// ELF files of 32 and 64 bits, built here byte by byte; whatever is cut off or overwritten ends in QT5009.
import { describe, expect, it } from 'vitest';
import { parseElf, sectionBytes } from '../../src/toolchain/elf.ts';
import { marksText, readMarks } from '../../src/toolchain/unit-marks.ts';
import { buildElf } from './elf-builder.ts';
import { codeOf } from '../support/code-of.ts';

const symbols = [{ name: 'qn_bench_begin', value: 0x1001, type: 2 }, { name: 'qn_bench_end', value: 0x1005, type: 2 }, { name: 'data', value: 0x2000, type: 1 }];

describe.each([32, 64] as const)('an ELF file of %i bits', (bits) => {
  const marks = [{ address: 0x1011, unit: 0 }, { address: 0x1021, unit: 1 }, { address: 0x1021, unit: 2 }, { address: 0, unit: 9 }];
  const bytes = buildElf({ bits, machine: bits === 32 ? 40 : 183, symbols, marks });

  it('gives sections and symbols', () => {
    const elf = parseElf(bytes, 'a.elf');
    expect(elf.bits).toBe(bits);
    expect(elf.sections.map((s) => s.name)).toEqual(['', '.qn_units', '.symtab', '.strtab']);
    expect(elf.symbols.map((s) => [s.name, s.value, s.type])).toEqual([['', 0, 0], ...symbols.map((s) => [s.name, s.value, s.type])]);
    expect(sectionBytes(elf, '.qn_units')).toHaveLength(marks.length * (bits / 4));
    expect(sectionBytes(elf, '.none')).toHaveLength(0);
  });

  it('gives marks: Thumb bits off on Arm, one unit per address, dropped code left out', () => {
    const even = bits === 32 ? 1 : 0;
    expect(readMarks(parseElf(bytes, 'a.elf'))).toEqual({
      begin: 0x1001 - even, end: 0x1005 - even, units: [{ address: 0x1011 - even, unit: 0 }, { address: 0x1021 - even, unit: 2 }],
    });
  });

  it('is QT5009 when cut off anywhere', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(codeOf(() => readMarks(parseElf(bytes.slice(0, length), 'a.elf')))).toBe('QT5009');
    }
  });

  it('is read or refused with any byte overwritten, never anything else', () => {
    for (let at = 0; at < bytes.length; at++) {
      for (const value of [0, 1, 0x7f, 0xff]) {
        const damaged = bytes.slice();
        damaged[at] = value;
        expect([undefined, 'QT5009']).toContain(codeOf(() => readMarks(parseElf(damaged, 'a.elf'))));
      }
    }
  });
});

it('a file without markers is QT5009', () => {
  expect(codeOf(() => readMarks(parseElf(buildElf({ bits: 32, machine: 40, symbols: [], marks: [] }), 'a.elf')))).toBe('QT5009');
});

it('marks are lines of kind, address and unit', () => {
  expect(marksText({ begin: 0x10, end: 0x20, units: [{ address: 0xab, unit: 3 }] })).toBe('b 10 0\ne 20 0\nu ab 3\n');
});
