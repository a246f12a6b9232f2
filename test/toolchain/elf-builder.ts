// Makes small ELF files with a symbol table and unit marks, so that the reader can be tested without a compiler.

export interface ElfPlan {
  readonly bits: 32 | 64;
  readonly machine: number;
  readonly symbols: readonly { readonly name: string; readonly value: number; readonly type: number }[];
  readonly marks: readonly { readonly address: number; readonly unit: number }[];
}

interface Part {
  readonly name: string;
  readonly type: number;
  readonly link: number;
  readonly bytes: Uint8Array;
}

class Writer {
  readonly #bytes: number[] = [];

  u(value: number, size: number): this {
    for (let i = 0; i < size; i++) this.#bytes.push(Math.floor(value / 2 ** (8 * i)) & 255);
    return this;
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** Zero-terminated names after an empty one, and where each begins. */
function stringTable(names: readonly string[]): { readonly bytes: Uint8Array; readonly at: ReadonlyMap<string, number> } {
  const at = new Map<string, number>();
  let text = '\0';
  for (const name of names) {
    at.set(name, text.length);
    text += `${name}\0`;
  }
  return { bytes: new TextEncoder().encode(text), at };
}

function symbolTable(plan: ElfPlan, at: ReadonlyMap<string, number>): Uint8Array {
  const w = new Writer();
  for (const s of [{ name: '', value: 0, type: 0 }, ...plan.symbols]) {
    w.u(at.get(s.name) ?? 0, 4);
    if (plan.bits === 32) w.u(s.value, 4).u(4, 4).u(s.type, 1).u(0, 1).u(s.type === 0 ? 0 : 1, 2);
    else w.u(s.type, 1).u(0, 1).u(s.type === 0 ? 0 : 1, 2).u(s.value, 8).u(4, 8);
  }
  return w.done();
}

function unitMarks(plan: ElfPlan): Uint8Array {
  const w = new Writer();
  for (const m of plan.marks) w.u(m.address, plan.bits / 8).u(m.unit, plan.bits / 8);
  return w.done();
}

function header(plan: ElfPlan, tableAt: number, parts: number): Uint8Array {
  const word = plan.bits / 8;
  const w = new Writer().u(0x464c457f, 4).u(word / 4, 1).u(1, 1).u(1, 10).u(2, 2).u(plan.machine, 2).u(1, 4);
  w.u(0, word).u(0, word).u(tableAt, word).u(0, 4).u(plan.bits === 32 ? 52 : 64, 2).u(0, 2).u(0, 2);
  return w.u(plan.bits === 32 ? 40 : 64, 2).u(parts, 2).u(parts - 1, 2).done();
}

/** Sections: none, .qn_units, .symtab, .strtab; the section headers come before their contents. */
export function buildElf(plan: ElfPlan): Uint8Array {
  const word = plan.bits / 8;
  const strings = stringTable([...plan.symbols.map((s) => s.name), '.qn_units', '.symtab', '.strtab']);
  const parts: readonly Part[] = [
    { name: '', type: 0, link: 0, bytes: new Uint8Array() },
    { name: '.qn_units', type: 1, link: 0, bytes: unitMarks(plan) },
    { name: '.symtab', type: 2, link: 3, bytes: symbolTable(plan, strings.at) },
    { name: '.strtab', type: 3, link: 0, bytes: strings.bytes },
  ];
  const headerBytes = plan.bits === 32 ? 52 : 64;
  let offset = headerBytes + parts.length * (plan.bits === 32 ? 40 : 64);
  const table = new Writer();
  for (const part of parts) {
    table.u(strings.at.get(part.name) ?? 0, 4).u(part.type, 4).u(0, word).u(0, word).u(offset, word).u(part.bytes.length, word).u(part.link, 4).u(0, 4).u(1, word).u(0, word);
    offset += part.bytes.length;
  }
  return Uint8Array.from([...header(plan, headerBytes, parts.length), ...table.done(), ...parts.flatMap((p) => [...p.bytes])]);
}
