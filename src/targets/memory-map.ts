// A memory map: named regions of RAM and flash with sizes, over which arena and constants are split. Written as `dtcm=16K,sram=64K,flash=512K`, or as a
// JSON file. Faster regions come first: `fast` before `ram` before `slow`, then as they are listed.
import { fail } from '../diagnostics/diagnostic.ts';

export const REGION_KINDS = ['fast', 'ram', 'slow', 'flash'] as const;
export type RegionKind = (typeof REGION_KINDS)[number];

export interface MemoryRegion {
  /** A C identifier in lower case. */
  readonly name: string;
  readonly kind: RegionKind;
  readonly bytes: number;
}

/** RAM regions, fastest first; then flash regions. */
export interface MemoryMap {
  readonly ram: readonly MemoryRegion[];
  readonly flash: readonly MemoryRegion[];
}

const NAME = /^(?=.{1,16}$)[a-z](?:_?[a-z0-9])*$/;
const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

function refuse(message: string, file: string | null): never {
  return fail('QT4008', message, file === null ? {} : { where: { file } });
}

/** What the name of a region says about it, where nothing else does. */
function kindOfName(name: string): RegionKind {
  if (/tcm|ccm/.test(name)) return 'fast';
  if (/flash|rom|mram|nor|qspi/.test(name)) return 'flash';
  return /sdram|psram|ddr|hyperram|external/.test(name) ? 'slow' : 'ram';
}

function bytesOfSize(text: string): number | null {
  const [, number = '', unit = ''] = /^(\d{1,10})([KMG]?)B?$/i.exec(text) ?? [];
  const bytes = number === '' ? 0 : Number(number) * (UNITS[unit.toUpperCase()] ?? 0);
  return bytes > 0 && bytes <= 2 ** 32 ? bytes : null;
}

function regionOf(given: { readonly name: string; readonly kind: string | undefined; readonly size: string }, file: string | null): MemoryRegion {
  const name = given.name.toLowerCase();
  if (!NAME.test(name)) return refuse(`'${given.name}' is not a name for a region: letters, digits and single underscores between them, at most 16, a letter first`, file);
  const kind = given.kind === undefined ? kindOfName(name) : REGION_KINDS.find((k) => k === given.kind);
  if (kind === undefined) return refuse(`region '${name}' is of kind '${given.kind}'; there are ${REGION_KINDS.join(', ')}`, file);
  const bytes = bytesOfSize(given.size);
  return bytes === null ? refuse(`region '${name}' has the size '${given.size}'; a size such as 64K, 1M or 4096 is expected`, file) : { name, kind, bytes };
}

function ordered(regions: readonly MemoryRegion[], file: string | null): MemoryMap {
  const twice = regions.find(({ name }, i) => regions.findIndex((r) => r.name === name) !== i);
  if (twice !== undefined) return refuse(`region '${twice.name}' is named twice`, file);
  const of = (kind: RegionKind): MemoryRegion[] => regions.filter((r) => r.kind === kind);
  const ram = [...of('fast'), ...of('ram'), ...of('slow')];
  return ram.length === 0 ? refuse('there is no region of RAM for the arena', file) : { ram, flash: of('flash') };
}

/** `NAME=SIZE` or `NAME:KIND=SIZE`, separated by commas. Throws QT4008. */
export function parseMemoryMap(text: string): MemoryMap {
  return ordered(text.split(',').map((part) => {
    const [, name, kind, size] = /^([^:=]+)(?::([^:=]+))?=([^:=]+)$/.exec(part.trim()) ?? [];
    return name === undefined || size === undefined ? refuse(`'${part}' is not NAME=SIZE or NAME:KIND=SIZE`, null) : regionOf({ name, kind, size }, null);
  }), null);
}

/** `{"regions": [{"name": "dtcm", "kind": "fast", "size": "16K"}, ...]}`; `kind` may be absent. Throws QT4008. */
export function readMemoryMap(json: string, file: string): MemoryMap {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch (error) {
    return refuse(`the memory map is not JSON: ${error instanceof Error ? error.message : String(error)}`, file);
  }
  const regions = typeof document === 'object' && document !== null && 'regions' in document ? document.regions : undefined;
  if (!Array.isArray(regions)) return refuse("the memory map has no list 'regions'", file);
  return ordered(regions.map((region: unknown, i) => {
    const { name, kind, size, ...others } = (typeof region === 'object' && region !== null ? region : {}) as Readonly<Record<string, unknown>>;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) return refuse(`regions[${i}].${unknown} is not a field; there are name, kind and size`, file);
    if (typeof name !== 'string' || (kind !== undefined && typeof kind !== 'string') || (typeof size !== 'string' && typeof size !== 'number')) return refuse(`regions[${i}] needs a name and a size, and may have a kind`, file);
    return regionOf({ name, kind, size: String(size) }, file);
  }), file);
}
