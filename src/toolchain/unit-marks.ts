// The addresses between which instructions are counted: the two marker functions of the bench, and the start of each unit
// from the section .qn_units (runtime-c/include/qn_unit_mark.h). Pure: ELF -> list of marks -> text for the counting plugin.
import { fail } from '../diagnostics/diagnostic.ts';
import { type Elf, MACHINE_ARM, SYMBOL_TYPE, sectionBytes } from './elf.ts';

export interface UnitMark {
  readonly address: number;
  readonly unit: number;
}

export interface Marks {
  readonly begin: number;
  readonly end: number;
  /** Sorted by address; one per address. */
  readonly units: readonly UnitMark[];
}

/** On 32-bit Arm the lowest bit of a code address tells the instruction set; it is not part of the address. */
function codeAddress(elf: Elf, value: number): number {
  return elf.machine === MACHINE_ARM ? value - (value % 2) : value;
}

function functionAddress(elf: Elf, name: string): number {
  const symbol = elf.symbols.find((s) => s.name === name && s.type === SYMBOL_TYPE.function);
  return symbol === undefined ? fail('QT5009', `${elf.file} has no function ${name}`, { where: { file: elf.file, value: name } }) : codeAddress(elf, symbol.value);
}

function unitMarks(elf: Elf): readonly UnitMark[] {
  const bytes = sectionBytes(elf, '.qn_units');
  const word = elf.bits / 8;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length % (2 * word) !== 0) fail('QT5009', `${elf.file}: section .qn_units has ${bytes.length} bytes, not a multiple of ${2 * word}`, { where: { file: elf.file } });
  const read = (at: number): number => (word === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true)));
  return Array.from({ length: bytes.length / (2 * word) }, (_, i) => ({ address: codeAddress(elf, read(i * 2 * word)), unit: read(i * 2 * word + word) }));
}

/** QT5009 where the firmware has no markers. Of several units at one address, the earlier are empty: the last is kept. */
export function readMarks(elf: Elf): Marks {
  const byAddress = new Map(unitMarks(elf).filter((m) => m.address !== 0).map((m) => [m.address, m]));
  return {
    begin: functionAddress(elf, 'qn_bench_begin'),
    end: functionAddress(elf, 'qn_bench_end'),
    units: [...byAddress.values()].sort((a, b) => a.address - b.address),
  };
}

/** The text that runtime-c/qemu-plugin/count.c reads: one mark a line, kind, hexadecimal address, unit. */
export function marksText(marks: Marks): string {
  const lines = [`b ${marks.begin.toString(16)} 0`, `e ${marks.end.toString(16)} 0`, ...marks.units.map((m) => `u ${m.address.toString(16)} ${m.unit}`)];
  return `${lines.join('\n')}\n`;
}
