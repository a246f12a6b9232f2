// How many bytes of flash the network takes, read from what was linked: code, tables and weights of model and kernels, without
// bench and startup. A section of an object counts when the linker kept it, which its symbols in the ELF file show.
import { basename } from 'node:path';
import { type Elf, type ElfSection, SECTION_FLAG, SYMBOL_TYPE } from './elf.ts';
import type { SourceRole } from './firmware-sources.ts';

export interface FirmwareSizes {
  readonly codeBytes: number;
  /** Constant data of model and kernels that is not weights: look-up tables, parameters. */
  readonly tableBytes: number;
  readonly weightBytes: number;
  /** Functions of compiler runtime and C library that were linked beside (soft float, division, ...). */
  readonly libraryBytes: number;
}

export interface LinkedObject {
  readonly role: SourceRole;
  /** Name of the C file. */
  readonly source: string;
  readonly elf: Elf;
}

/** What an object asks of flash and RAM before the linker drops what nobody uses. */
export interface ObjectNeed {
  readonly flashBytes: number;
  readonly weightBytes: number;
  readonly ramBytes: number;
}

type SectionKind = 'code' | 'constant' | 'data';

function kindOf(section: ElfSection): SectionKind | null {
  if ((section.flags & SECTION_FLAG.alloc) === 0 || section.size === 0) return null;
  if ((section.flags & SECTION_FLAG.execute) !== 0) return 'code';
  if (section.name.startsWith('.rodata') || section.name.startsWith('.data.rel.ro')) return 'constant';
  return (section.flags & SECTION_FLAG.write) !== 0 ? 'data' : null;
}

/** Mapping symbols ($t, $d), sections and files name nothing of the program. */
function isNamed(symbol: { readonly name: string; readonly type: number }): boolean {
  return symbol.name !== '' && !symbol.name.startsWith('$') && symbol.type !== SYMBOL_TYPE.section && symbol.type !== SYMBOL_TYPE.file;
}

function namesIn(elf: Elf, section: ElfSection): readonly string[] {
  return elf.symbols.filter((s) => s.section === section.index && isNamed(s)).map((s) => s.name);
}

function linkedNames(elf: Elf): ReadonlySet<string> {
  return new Set(elf.symbols.filter((s) => s.section !== 0 && isNamed(s)).map((s) => s.name));
}

/** Sections without a name of their own (merged constants) go with the rest of their object, static functions only where something else of it was linked:
 * other objects may have some of the same name. */
function keptSections(object: LinkedObject, linked: ReadonlySet<string>): readonly ElfSection[] {
  const named = object.elf.sections.map((section) => ({ section, names: namesIn(object.elf, section) }));
  const isUsed = object.elf.symbols.some((s) => !s.local && s.section !== 0 && linked.has(s.name));
  if (!isUsed) return [];
  return named.filter(({ names }) => (names.length === 0 ? isUsed : names.some((n) => linked.has(n)))).map(({ section }) => section);
}

/** `tiny_weights.c` holds weights under names that begin with `tiny_w`; the rest of it is tables. */
function isWeight(object: LinkedObject, section: ElfSection): boolean {
  const prefix = `${basename(object.source).replace(/_weights(_\d+)?\.c$/, '')}_w`;
  return object.role === 'weights' && namesIn(object.elf, section).some((n) => n.startsWith(prefix));
}

function sumOf(sections: readonly ElfSection[], accept: (section: ElfSection) => boolean): number {
  return sections.filter(accept).reduce((sum, s) => sum + s.size, 0);
}

function libraryBytes(elf: Elf, objects: readonly LinkedObject[]): number {
  const own = new Set(objects.flatMap((o) => [...linkedNames(o.elf)]));
  const foreign = elf.symbols.filter((s) => s.type === SYMBOL_TYPE.function && s.section !== 0 && s.size > 0 && !own.has(s.name));
  const byAddress = new Map(foreign.map((s) => [s.value, s.size]));
  for (const symbol of elf.symbols) if (own.has(symbol.name)) byAddress.delete(symbol.value);
  return [...byAddress.values()].reduce((sum, size) => sum + size, 0);
}

/** Sizes of the network in the linked file `elf`, in bytes. */
export function firmwareSizes(elf: Elf, objects: readonly LinkedObject[]): FirmwareSizes {
  const linked = linkedNames(elf);
  const shipped = objects.filter((o) => o.role === 'model' || o.role === 'kernel' || o.role === 'weights');
  const kept = shipped.map((object) => ({ object, sections: keptSections(object, linked) }));
  const total = (accept: (object: LinkedObject, section: ElfSection) => boolean): number =>
    kept.reduce((sum, { object, sections }) => sum + sumOf(sections, (s) => accept(object, s)), 0);
  return {
    codeBytes: total((_, s) => kindOf(s) === 'code'),
    tableBytes: total((o, s) => kindOf(s) === 'constant' && !isWeight(o, s)),
    weightBytes: total((o, s) => kindOf(s) === 'constant' && isWeight(o, s)),
    libraryBytes: libraryBytes(elf, objects),
  };
}

/** What all objects together ask for, an upper bound of what is linked (without the compiler's runtime). */
export function objectNeed(objects: readonly LinkedObject[]): ObjectNeed {
  const total = (accept: (object: LinkedObject, section: ElfSection) => boolean): number =>
    objects.reduce((sum, o) => sum + sumOf(o.elf.sections, (s) => accept(o, s)), 0);
  return {
    flashBytes: total((o, s) => kindOf(s) === 'code' || (kindOf(s) === 'constant' && o.role !== 'weights')),
    weightBytes: total((o, s) => kindOf(s) === 'constant' && o.role === 'weights'),
    ramBytes: total((_, s) => kindOf(s) === 'data'),
  };
}
