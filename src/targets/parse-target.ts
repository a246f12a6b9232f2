// Text of a target.json -> Target, every field checked: faults end in QT4002, QT4003 or QT4005 with file and path of the field.
// Pure: paths are resolved against the folder, but nothing is read here.
import { isAbsolute, resolve } from 'node:path';
import { fail } from '../diagnostics/diagnostic.ts';
import { TargetFields } from './target-fields.ts';
import { type Board, type BoardMemory, type Emulator, REGION_ROLES, type Region, type RegionRole, type Target } from './target.ts';

const TARGET_KEYS = ['id', 'title', 'note', 'triple', 'mcpu', 'cflags', 'isa', 'fpu', 'stackBytes', 'linkerScript', 'sources', 'port', 'boards'];
const QEMU_KEYS = { system: ['mode', 'binary', 'machine', 'args'], user: ['mode', 'binary', 'cpu', 'args'], native: ['mode'] } as const;
const NAME = /^[a-z0-9][a-z0-9-]*$/;
const ADDRESS_SPACE = 2 ** 32;

function emulator(fields: TargetFields): Emulator {
  const mode = fields.choice('mode', ['system', 'user', 'native']);
  fields.only(QEMU_KEYS[mode]);
  if (mode === 'native') return { mode };
  const binary = fields.string('binary', /^qemu-[a-z0-9-]+$/, 'the name of a QEMU program (qemu-system-arm)');
  const args = fields.has('args') ? fields.strings('args') : [];
  return mode === 'system' ? { mode, binary, machine: fields.string('machine'), args } : { mode, binary, cpu: fields.string('cpu'), args };
}

function region(fields: TargetFields): Region {
  fields.only(['origin', 'length']);
  const found = { origin: fields.bytes('origin'), length: fields.bytes('length') };
  if (found.length === 0) fields.refuse('length', 'more than 0 bytes');
  return found;
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

function rangeText(r: Region): string {
  return `${hex(r.origin)} to ${hex(r.origin + r.length)}`;
}

/** QT4005 where two regions share an address or one passes the end of the 32-bit address space. */
function checkRegions(fields: TargetFields, regions: ReadonlyMap<RegionRole, Region>): void {
  const sorted = [...regions].sort(([, a], [, b]) => a.origin - b.origin);
  const where = { file: fields.file, at: fields.path };
  sorted.forEach(([role, r], i) => {
    if (r.origin + r.length > ADDRESS_SPACE) fail('QT4005', `${fields.file}: '${fields.at(role)}' passes the end of the address space: ${rangeText(r)}`, { where });
    const next = sorted[i + 1];
    if (next !== undefined && r.origin + r.length > next[1].origin) {
      fail('QT4005', `${fields.file}: '${fields.at(role)}' (${rangeText(r)}) overlaps '${fields.at(next[0])}' (${rangeText(next[1])})`, { where });
    }
  });
}

function boardMemory(fields: TargetFields, stackBytes: number): BoardMemory {
  fields.only(REGION_ROLES);
  const optional = (role: RegionRole): Region | null => (fields.has(role) ? region(fields.object(role)) : null);
  const memory = { flash: region(fields.object('flash')), ram: region(fields.object('ram')), weights: optional('weights'), arena: optional('arena') };
  const present = REGION_ROLES.flatMap((role): [RegionRole, Region][] => (memory[role] === null ? [] : [[role, memory[role]]]));
  checkRegions(fields, new Map(present));
  if (stackBytes > memory.ram.length) fields.refuse('ram.length', `at least the stack (${stackBytes} bytes)`, memory.ram.length);
  return memory;
}

function board(fields: TargetFields, stackBytes: number): Board {
  fields.only(['name', 'memory', 'qemu']);
  return {
    name: fields.string('name'),
    memory: fields.has('memory') ? boardMemory(fields.object('memory'), stackBytes) : null,
    qemu: emulator(fields.object('qemu')),
  };
}

function documentOf(text: string, file: string): TargetFields {
  try {
    return new TargetFields(JSON.parse(text), file).only(TARGET_KEYS);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return fail('QT4002', `${file}: ${error.message}`, { where: { file } });
  }
}

function boardsOf(fields: TargetFields, stackBytes: number): readonly [Board, ...Board[]] {
  const [first, ...rest] = fields.objects('boards');
  return [board(first, stackBytes), ...rest.map((b) => board(b, stackBytes))];
}

/** Reads `text`, the target.json of `folder`; `file` is how messages name it. Does not look whether named files exist. */
export function parseTarget(text: string, folder: string, file: string): Target {
  const fields = documentOf(text, file);
  const path = (given: string): string => (isAbsolute(given) ? given : resolve(folder, given));
  const stackBytes = fields.bytes('stackBytes');
  const isa = fields.strings('isa');
  if (!isa.includes('portable')) fields.refuse('isa', "a list that ends in 'portable'");
  const boards = boardsOf(fields, stackBytes);
  if (boards.some((b) => b.memory !== null) && !fields.has('linkerScript')) fields.refuse('linkerScript', 'a file, since a board has a memory map');
  return {
    id: fields.string('id', NAME, 'a name of lower-case letters, digits and hyphens'),
    title: fields.string('title'),
    note: fields.has('note') ? fields.string('note') : null,
    folder,
    triple: fields.string('triple', /^\S+$/, 'a compiler triple'),
    mcpu: fields.string('mcpu', /^\S+$/, 'a processor name'),
    cflags: fields.strings('cflags'),
    isa,
    fpu: fields.choice('fpu', ['none', 'single', 'full']),
    stackBytes,
    linkerScript: fields.has('linkerScript') ? path(fields.string('linkerScript')) : null,
    sources: fields.has('sources') ? fields.strings('sources').map(path) : [],
    port: fields.string('port', NAME, 'the name of a file in runtime-c/bench/ports'),
    boards,
  };
}
