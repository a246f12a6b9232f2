// Builds the fixture network for every target and runs it: same bytes everywhere, exact and repeatable counts, coded faults.
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { listTargets, loadTarget } from '../../src/targets/load.ts';
import type { Target } from '../../src/targets/target.ts';
import { type Firmware, buildFirmware } from '../../src/toolchain/build-firmware.ts';
import { runFirmware } from '../../src/toolchain/run-firmware.ts';
import { FIXTURE, fixtureInputs, fixtureOutputs } from './fixture-network.ts';

const work = mkdtempSync(join(tmpdir(), 'quantune-test-'));
const inputs = fixtureInputs(3);
let builds = 0;

afterAll(() => rmSync(work, { recursive: true, force: true }));

function hasQemu(binary: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, binary)));
}

function missingTool(target: Target): string | null {
  const { qemu } = target.boards[0];
  return qemu.mode === 'native' || hasQemu(qemu.binary) ? null : qemu.binary;
}

function build(target: Target, folder = FIXTURE): Promise<Firmware> {
  return buildFirmware({ folder, target, outDir: join(work, `build${builds++}`), profile: true });
}

async function codes(run: Promise<unknown>): Promise<readonly string[]> {
  return run.then(() => [], (error: unknown) => (error instanceof DiagnosticError ? error.diagnostics.map((d) => d.code) : Promise.reject(error)));
}

/** A copy of the fixture in which `text` of `file` is replaced. */
function changed(file: string, text: string, by: string): string {
  const folder = join(work, `fixture${builds++}`);
  cpSync(FIXTURE, folder, { recursive: true });
  const path = join(folder, file);
  const before = readFileSync(path, 'utf8');
  expect(before).toContain(text);
  writeFileSync(path, before.replace(text, by));
  return folder;
}

describe.each(listTargets().map((t) => [t.id, t] as const))('%s', (_, target) => {
  const missing = missingTool(target);

  it.skipIf(missing !== null)(`gives the bytes of the reference${missing === null ? '' : ` (needs ${missing})`}`, async () => {
    const firmware = await build(target);
    const first = await runFirmware({ firmware, inputs });
    const again = await runFirmware({ firmware, inputs });
    expect(first.samples).toBe(3);
    expect(first.outputs).toEqual(fixtureOutputs(inputs));
    expect(again).toEqual(first);
    expect(firmware.board).toBe(target.boards[0]);
    if (target.boards[0].qemu.mode === 'native') {
      expect(first.instructions).toBeNull();
      expect(first.stackBytes).toBeNull();
      return;
    }
    const { total = 0, perUnit = [], perSample = [] } = first.instructions ?? {};
    const inUnits = perUnit.reduce((sum, n) => sum + n, 0);
    expect(perUnit).toHaveLength(3);
    expect(perSample).toHaveLength(3);
    expect(perUnit[0]).toBeGreaterThan(128);
    expect(total - inUnits).toBeGreaterThan(0);
    expect(total - inUnits).toBeLessThan(40);
    expect(first.stackBytes).toBeGreaterThan(0);
    expect(first.stackBytes).toBeLessThan(512);
    expect(firmware.sizes).toMatchObject({ weightBytes: 160 });
    expect(firmware.sizes?.tableBytes).toBeGreaterThanOrEqual(24);
    expect(firmware.sizes?.tableBytes).toBeLessThan(128);
    expect(firmware.sizes?.codeBytes).toBeGreaterThan(100);
    expect(firmware.sizes?.codeBytes).toBeLessThan(4000);
  });
});

describe.skipIf(!hasQemu('qemu-system-arm'))('instruction counts', () => {
  it('equal those of single-stepping, which counts by other means', async () => {
    const target = loadTarget('cortex-m4');
    const [board, ...others] = target.boards;
    const firmware = await build(target);
    if (board.qemu.mode !== 'system') throw new Error('cortex-m4 runs on a whole machine');
    const stepping = { ...board, qemu: { ...board.qemu, args: ['-singlestep'] } };
    const fast = await runFirmware({ firmware, inputs });
    const slow = await runFirmware({ firmware: { ...firmware, target: { ...target, boards: [stepping, ...others] }, board: stepping }, inputs });
    expect({ ...slow.instructions, estimatedCycles: null }).toEqual({ ...fast.instructions, estimatedCycles: null });
  });

  it('come with estimated cycles where there is a table of the processor', async () => {
    const m4 = await runFirmware({ firmware: await build(loadTarget('cortex-m4')), inputs });
    const { total = 0, perUnit = [], estimatedCycles } = m4.instructions ?? {};
    expect(estimatedCycles?.perUnit).toHaveLength(perUnit.length);
    expect(estimatedCycles?.total).toBeGreaterThan(total);
    expect(estimatedCycles?.total).toBeLessThan(3 * total);
    const m3 = await runFirmware({ firmware: await build(loadTarget('cortex-m3')), inputs });
    expect(m3.instructions?.estimatedCycles).toBeNull();
  });

  it('are not changed by the marks of units', async () => {
    const target = loadTarget('cortex-m4');
    const marked = await runFirmware({ firmware: await build(target), inputs });
    const plain = await runFirmware({ firmware: await buildFirmware({ folder: FIXTURE, target, outDir: join(work, 'plain') }), inputs });
    expect(plain.instructions?.perUnit).toEqual([]);
    expect(Math.abs((plain.instructions?.total ?? 0) - (marked.instructions?.total ?? 0))).toBeLessThanOrEqual(8);
  });

  it('are left out on request', async () => {
    const { instructions, outputs } = await runFirmware({ firmware: await build(loadTarget('cortex-m3')), inputs, count: false });
    expect(instructions).toBeNull();
    expect(outputs).toEqual(fixtureOutputs(inputs));
  });
});

describe('a faulty run', () => {
  const host = loadTarget('host');
  let firmware: Firmware;

  beforeAll(async () => {
    firmware = await build(host);
  });

  it('with part of a sample is QT5013', async () => {
    expect(await codes(runFirmware({ firmware, inputs: inputs.subarray(0, 20) }))).toEqual(['QT5013']);
  });

  it('without a sample gives nothing', async () => {
    expect(await runFirmware({ firmware, inputs: new Uint8Array() })).toMatchObject({ samples: 0, instructions: null });
  });

  it('whose network reports a failure is QT5014', async () => {
    expect(await codes(runFirmware({ firmware: await build(host, changed('tiny.c', 'return 0;', 'return -3;')), inputs }))).toEqual(['QT5014']);
  });

  it('that does not end is QT5006', async () => {
    const endless = await build(host, changed('tiny.c', 'return 0;', 'for (;;) { __asm__ volatile("" ::: "memory"); }'));
    expect(await codes(runFirmware({ firmware: endless, inputs, timeoutMs: 300 }))).toEqual(['QT5006']);
  });

  it('that crashes is QT5007', async () => {
    const crash = await build(host, changed('tiny.c', 'return 0;', '__builtin_trap();'));
    expect(await codes(runFirmware({ firmware: crash, inputs }))).toEqual(['QT5007']);
  });

  it('that is no program is QT5007', async () => {
    const elf = join(work, 'nonsense.elf');
    writeFileSync(elf, 'nonsense', { mode: 0o755 });
    expect(await codes(runFirmware({ firmware: { ...firmware, elf }, inputs }))).toEqual(['QT5007']);
  });

  it.skipIf(!hasQemu('qemu-system-arm'))('of a processor exception is QT5007', async () => {
    const trap = await build(loadTarget('cortex-m3'), changed('tiny.c', 'return 0;', '__builtin_trap();'));
    expect(await codes(runFirmware({ firmware: trap, inputs }))).toEqual(['QT5007']);
  });

  it('leaves no temporary folder', () => {
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('quantune-run-') && existsSync(join(tmpdir(), name, 'nonsense')))).toEqual([]);
  });
});
