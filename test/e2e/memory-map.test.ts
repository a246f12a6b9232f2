// A network split over regions of memory, on targets: each block and each constant lies in the memory that the map names, and the bytes are the executor's.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeFolder } from '../../src/emit/write-folder.ts';
import { generateFirmware, goldenVectors } from '../../src/firmware.ts';
import { measureFirmware } from '../../src/measure.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { quantizeModel } from '../../src/pipeline.ts';
import { floatStage, importStage, inputSpecs } from '../../src/stages.ts';
import { loadTarget } from '../../src/targets/load.ts';
import { parseMemoryMap } from '../../src/targets/memory-map.ts';
import type { Target } from '../../src/targets/target.ts';
import { parseElf } from '../../src/toolchain/elf.ts';
import { missingQemu } from '../kernels/target-build.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-map-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const EXAMPLE = join(import.meta.dirname, '../../examples/kws');
const MODEL = readModel(join(EXAMPLE, 'model.onnx'));
const INPUTS = inputSpecs(floatStage(importStage(MODEL), MODEL.file));
const DATA = { path: join(EXAMPLE, 'evaluation.json'), inputs: INPUTS };
const int8 = await quantizeModel(MODEL, { ioType: 'int8', threads: 1, report: () => undefined, precision: 'int8', calibration: { dataSet: { path: join(EXAMPLE, 'calibration.json'), inputs: INPUTS }, observer: 'min-max', samples: 8 } });

interface Place {
  readonly origin: number;
  readonly length: number;
}

/** Memory of the boards that nothing else is put into. */
const PLACES: Readonly<Record<string, Readonly<Record<string, Place>>>> = {
  'cortex-m4': { dtcm: { origin: 0x20200000, length: 0x1000 }, sram: { origin: 0x20300000, length: 0x10000 }, flash: { origin: 0x00200000, length: 0x4000 }, qspi: { origin: 0x00300000, length: 0x80000 } },
  'cortex-m55': { dtcm: { origin: 0x20000000, length: 0x1000 }, sram: { origin: 0x21200000, length: 0x10000 }, flash: { origin: 0x01000000, length: 0x4000 }, qspi: { origin: 0x01100000, length: 0x80000 } },
};
const MAP = parseMemoryMap('sram=64K,dtcm=4K,flash=16K,qspi=512K');

/** The target with a linker script that gives each region its memory, in front of the script of all boards. */
function withRegions(target: Target, places: Readonly<Record<string, Place>>): Target {
  const folder = join(FOLDER, `${target.id}-script`);
  mkdirSync(folder, { recursive: true });
  const hex = (n: number): string => `0x${n.toString(16)}`;
  const lines = Object.entries(places).map(([name, { origin, length }]) => `  at_${name} : ORIGIN = ${hex(origin)}, LENGTH = ${hex(length)}`);
  const sections = Object.keys(places).map((name) => `  .at_${name} : { *(.bss.quantune.${name}) *(.rodata.quantune.${name}.*) } > at_${name}`);
  const common = readFileSync(target.linkerScript ?? '', 'utf8').replace('INCLUDE memory.ld', `INCLUDE memory.ld\nMEMORY\n{\n${lines.join('\n')}\n}\nSECTIONS\n{\n${sections.join('\n')}\n}`);
  writeFileSync(join(folder, 'cortex_m.ld'), common);
  for (const source of target.sources) copyFileSync(source, join(folder, source.split('/').at(-1) ?? ''));
  expect(dirname(target.linkerScript ?? '')).not.toBe(folder);
  return { ...target, linkerScript: join(folder, 'cortex_m.ld'), boards: [target.boards[0]] };
}

describe.each(Object.entries(PLACES))('a memory map on %s', (id, places) => {
  const target = loadTarget(id);
  const missing = missingQemu(target);

  it.skipIf(missing !== null)(`puts every block and constant where it says${missing === null ? '' : ` (needs ${missing})`}`, async () => {
    const { files, program, report } = generateFirmware(int8, { target, name: 'net', memoryMap: MAP });
    expect(program.arenas.map((a) => a.region)).toEqual(['dtcm', 'sram']);
    expect(report.memory.regions.map((r) => [r.name, r.holds, r.size])).toEqual([['dtcm', 'arena', 4096], ['sram', 'arena', 65536], ['flash', 'constants', 16384], ['qspi', 'constants', 524288]]);
    expect(report.memory.regions.every((r) => r.bytes > 0 && r.bytes <= r.size)).toBe(true);
    expect(String(files.get('net.h'))).toMatch(/#define NET_ARENA_DTCM_BYTES \d+U\n#define NET_ARENA_SRAM_BYTES \d+U\n/);
    const folder = join(FOLDER, id);
    writeFolder(folder, files);
    const { inputs, outputs } = goldenVectors(int8, DATA, 1);
    const measured = await measureFirmware({ folder, target: withRegions(target, places), outDir: join(FOLDER, `build-${id}`), inputs, expected: outputs });
    expect([measured.bytesCompared, measured.bytesDifferent]).toEqual([outputs.length, 0]);
    const elf = parseElf(readFileSync(join(FOLDER, `build-${id}`, 'firmware.elf')), 'firmware.elf');
    const regionOf = (symbol: string): string | undefined => {
      const at = elf.symbols.find((s) => s.name === symbol)?.value ?? -1;
      return Object.entries(places).find(([, { origin, length }]) => at >= origin && at < origin + length)?.[0];
    };
    expect([regionOf('arena_dtcm'), regionOf('arena_sram')]).toEqual(['dtcm', 'sram']);
    const counts = { weight: 0, table: 0 };
    const symbols = program.constants.map(({ role }) => `net_${role === 'weight' ? 'w' : 't'}${counts[role]++}`);
    expect(symbols.map(regionOf)).toEqual(program.constantRegions);
    expect(measured.sizes.weightBytes).toBe(report.memory.weightBytes);
  }, 240_000);
});
