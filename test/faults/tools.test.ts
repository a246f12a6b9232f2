// Programs of the machine that crash, hang, print rubbish or leave nothing: each ends in a code.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { loadTarget } from '../../src/targets/load.ts';
import { type Firmware, buildFirmware } from '../../src/toolchain/build-firmware.ts';
import { runFirmware } from '../../src/toolchain/run-firmware.ts';
import { FIXTURE, fixtureInputs } from '../toolchain/fixture-network.ts';

const zig = vi.hoisted((): { program: string | null } => ({ program: null }));
vi.mock('../../src/toolchain/tools.ts', async (original) => {
  const tools = await original<typeof import('../../src/toolchain/tools.ts')>();
  return { ...tools, findZig: (from?: string) => (zig.program === null ? tools.findZig(from) : { program: zig.program, version: '0.16.0-fake' }) };
});

const WORK = mkdtempSync(join(tmpdir(), 'quantune-fault-tools-'));
afterAll(() => rmSync(WORK, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
  zig.program = null;
});

async function codes(run: Promise<unknown>): Promise<readonly string[]> {
  return run.then(() => [], (error: unknown) => (error instanceof DiagnosticError ? error.diagnostics.map((d) => d.code) : Promise.reject(error)));
}

let count = 0;
/** A program of that name in a folder of its own. */
function fake(name: string, script: string): { folder: string; program: string } {
  const folder = mkdtempSync(join(WORK, `fake${count++}-`));
  const program = join(folder, name);
  writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { folder, program };
}

describe('a QEMU that', () => {
  let firmware: Firmware;
  beforeAll(async () => {
    firmware = await buildFirmware({ folder: FIXTURE, target: loadTarget('cortex-m3'), outDir: join(WORK, 'm3'), profile: true });
  });

  const run = (script: string): Promise<readonly string[]> => {
    vi.stubEnv('PATH', `${fake('qemu-system-arm', `case "$1" in --version) echo 'QEMU emulator version 7.2.9'; exit 0;; esac\n${script}`).folder}:/usr/bin:/bin`);
    return codes(runFirmware({ firmware, inputs: fixtureInputs(1), timeoutMs: 3000 }));
  };

  it.each([
    ['crashes', 'kill -SEGV $$', 'QT5007'],
    ['ends at once', 'exit 0', 'QT5007'],
    ['hangs', 'exec sleep 60', 'QT5006'],
    ['prints without end', 'exec yes rubbish', 'QT5007'],
    ['leaves a rubbish result', 'echo rubbish > result.txt; echo x > outputs.bin', 'QT5008'],
    ['leaves an empty result', ': > result.txt; : > outputs.bin', 'QT5008'],
    ['leaves a result without outputs', "printf 'status 0\\nsamples 1\\nstack 100\\n' > result.txt", 'QT5008'],
  ])('%s', async (_, script, code) => {
    expect(await run(script)).toEqual([code]);
  });

  it('says nothing of its version', async () => {
    vi.stubEnv('PATH', `${fake('qemu-system-arm', 'exit 1').folder}:/usr/bin:/bin`);
    expect(await codes(runFirmware({ firmware, inputs: fixtureInputs(1) }))).toEqual(['QT5003']);
  });

  it('is not there', async () => {
    vi.stubEnv('PATH', WORK);
    expect(await codes(runFirmware({ firmware, inputs: fixtureInputs(1) }))).toEqual(['QT5002']);
  });
});

describe('a zig that', () => {
  const build = (script: string): Promise<readonly string[]> => {
    zig.program = fake('zig', script).program;
    vi.stubEnv('XDG_CACHE_HOME', mkdtempSync(join(WORK, 'cache-')));
    return codes(buildFirmware({ folder: FIXTURE, target: loadTarget('cortex-m3'), outDir: join(WORK, `zig${count++}`) }));
  };
  const object = 'while [ $# -gt 1 ]; do [ "$1" = -o ] && out=$2; shift; done; case "$out" in *.elf) ;; *) echo rubbish > "$out";; esac';

  it.each([
    ['crashes', 'kill -SEGV $$', 'QT5004'],
    ['succeeds without an object', 'exit 0', 'QT5004'],
    ['prints rubbish and fails', 'head -c 100000 /dev/urandom >&2; exit 1', 'QT5004'],
    ['links nothing', object, 'QT5005'],
    ['links rubbish', 'while [ $# -gt 1 ]; do [ "$1" = -o ] && out=$2; shift; done; printf "\\177ELFrubbish" > "$out"', 'QT5009'],
  ])('%s', async (_, script, code) => {
    expect(await build(script)).toEqual([code]);
  });
});
