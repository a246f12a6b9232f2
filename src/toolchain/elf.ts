// Reads little-endian ELF files, 32 and 64 bits: sections and symbols, nothing else. Every offset is checked against the
// file, so that a damaged file ends in QT5009 and not in a wrong figure. Format: System V ABI, chapters 4 and 5.
import { fail } from '../diagnostics/diagnostic.ts';

export interface ElfSection {
  readonly index: number;
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

export interface ElfSymbol {
  readonly name: string;
  readonly value: number;
  readonly size: number;
  /** Low four bits of st_info: 1 object, 2 function, 3 section, 4 file. */
  readonly type: number;
  /** Whether only its own object file knows the name. */
  readonly local: boolean;
  readonly section: number;
}

export interface Elf {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly bits: 32 | 64;
  /** e_machine: 40 Arm, 183 AArch64, 62 x86-64. */
  readonly machine: number;
  readonly sections: readonly ElfSection[];
  readonly symbols: readonly ElfSymbol[];
}

export const SECTION_TYPE = { symbols: 2, strings: 3, noBits: 8 } as const;
export const SECTION_FLAG = { write: 1, alloc: 2, execute: 4 } as const;
export const SYMBOL_TYPE = { object: 1, function: 2, section: 3, file: 4 } as const;
export const MACHINE_ARM = 40;

const LARGEST_SECTION_COUNT = 0xff00;

/** Reads numbers at offsets, refusing what lies outside the file. */
class ElfBytes {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly wide: boolean;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, file: string) {
    this.file = file;
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < 52 || this.#view.getUint32(0, false) !== 0x7f454c46) this.refuse(0, 'it is not an ELF file');
    this.wide = bytes[4] === 2;
    if (bytes[4] !== 1 && bytes[4] !== 2) this.refuse(4, 'its class is neither 32 nor 64 bits');
    if (bytes[5] !== 1) this.refuse(5, 'it is not little-endian');
  }

  refuse(at: number, message: string): never {
    return fail('QT5009', `${this.file}: ${message}`, { where: { file: this.file, at } });
  }

  inside(at: number, size: number): void {
    if (at + size > this.bytes.length) this.refuse(at, `it ends before byte ${at + size}`);
  }

  u16(at: number): number {
    this.inside(at, 2);
    return this.#view.getUint16(at, true);
  }

  u32(at: number): number {
    this.inside(at, 4);
    return this.#view.getUint32(at, true);
  }

  /** An address, offset or size: 32 or 64 bits. */
  word(at: number): number {
    if (!this.wide) return this.u32(at);
    this.inside(at, 8);
    const value = this.#view.getBigUint64(at, true);
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : this.refuse(at, 'a 64-bit number is out of range');
  }

  /** The zero-terminated text at `at` of a string section. */
  text(section: ElfSection, at: number): string {
    const start = section.offset + at;
    const limit = section.offset + section.size;
    if (at >= section.size) return at === 0 ? '' : this.refuse(start, 'a name lies outside its string table');
    const end = this.bytes.indexOf(0, start);
    if (end < 0 || end >= limit) this.refuse(start, 'a name does not end');
    return new TextDecoder('latin1').decode(this.bytes.subarray(start, end));
  }
}

/** A section header whose name is still an offset. */
function sectionHeader(from: ElfBytes, at: number, index: number): { readonly nameAt: number; readonly section: Omit<ElfSection, 'name'> } {
  const wide = from.wide;
  const section = {
    index,
    type: from.u32(at + 4),
    flags: from.word(at + 8),
    address: from.word(at + (wide ? 16 : 12)),
    offset: from.word(at + (wide ? 24 : 16)),
    size: from.word(at + (wide ? 32 : 20)),
    link: from.u32(at + (wide ? 40 : 24)),
  };
  if (section.type !== SECTION_TYPE.noBits && section.type !== 0) from.inside(section.offset, section.size);
  return { nameAt: from.u32(at), section };
}

function readSections(from: ElfBytes): readonly ElfSection[] {
  const table = from.word(from.wide ? 40 : 32);
  const at = from.wide ? 58 : 46;
  const [entry, count, namesIndex] = [from.u16(at), from.u16(at + 2), from.u16(at + 4)];
  if (entry !== (from.wide ? 64 : 40) || count >= LARGEST_SECTION_COUNT) from.refuse(at, 'its section table has an unknown form');
  const headers = Array.from({ length: count }, (_, i) => sectionHeader(from, table + i * entry, i));
  const names = headers[namesIndex]?.section;
  if (names === undefined) return from.refuse(at + 4, 'it has no section names');
  return headers.map(({ nameAt, section }) => ({ ...section, name: from.text({ ...names, name: '' }, nameAt) }));
}

function readSymbol(from: ElfBytes, at: number, strings: ElfSection): ElfSymbol {
  const wide = from.wide;
  const info = from.bytes[at + (wide ? 4 : 12)] ?? 0;
  return {
    name: from.text(strings, from.u32(at)),
    value: from.word(at + (wide ? 8 : 4)),
    size: from.word(at + (wide ? 16 : 8)),
    type: info & 15,
    local: info >> 4 === 0,
    section: from.u16(at + (wide ? 6 : 14)),
  };
}

function readSymbols(from: ElfBytes, sections: readonly ElfSection[]): readonly ElfSymbol[] {
  const size = from.wide ? 24 : 16;
  return sections.filter((s) => s.type === SECTION_TYPE.symbols).flatMap((table) => {
    const strings = sections[table.link];
    if (strings?.type !== SECTION_TYPE.strings) return from.refuse(table.offset, 'its symbol table has no names');
    return Array.from({ length: Math.floor(table.size / size) }, (_, i) => readSymbol(from, table.offset + i * size, strings));
  });
}

/** Parses `bytes`; `file` is how messages name it. QT5009 for anything but a well-formed little-endian ELF file. */
export function parseElf(bytes: Uint8Array, file: string): Elf {
  const from = new ElfBytes(bytes, file);
  const sections = readSections(from);
  return { file, bytes, bits: from.wide ? 64 : 32, machine: from.u16(18), sections, symbols: readSymbols(from, sections) };
}

/** Whether `bytes` begin as an ELF file does. */
export function isElf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

/** The contents of a section of that name, empty where there is none. */
export function sectionBytes(elf: Elf, name: string): Uint8Array {
  const section = elf.sections.find((s) => s.name === name && s.type !== SECTION_TYPE.noBits);
  return section === undefined ? new Uint8Array() : elf.bytes.subarray(section.offset, section.offset + section.size);
}
