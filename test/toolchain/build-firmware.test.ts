// Building: the same folder gives the same bytes, large networks move to larger memory, faults of the folder are coded.
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { type Diagnostic, DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { loadTarget } from '../../src/targets/load.ts';
import { buildFirmware } from '../../src/toolchain/build-firmware.ts';
import { firmwareSources } from '../../src/toolchain/firmware-sources.ts';
import { includeClosure, pruneObjects } from '../../src/toolchain/object-cache.ts';
import { cacheLocation, makeFolder } from '../../src/toolchain/package-paths.ts';
import { FIXTURE } from './fixture-network.ts';

const work = mkdtempSync(join(tmpdir(), 'quantune-build-'));
const m0 = loadTarget('cortex-m0');
let folders = 0;

afterAll(() => rmSync(work, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

function fixtureWith(changes: Readonly<Record<string, readonly [string, string]>> = {}): string {
  const folder = join(work, `network ${folders++}`);
  cpSync(FIXTURE, folder, { recursive: true });
  for (const [file, [from, to]] of Object.entries(changes)) {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(folder, file), text.replace(from, to));
  }
  return folder;
}

function build(folder: string, target = m0): ReturnType<typeof buildFirmware> {
  return buildFirmware({ folder, target, outDir: join(work, `out${folders++}`), profile: true });
}

async function faultOf(run: Promise<unknown>): Promise<Diagnostic> {
  try {
    await run;
  } catch (error) {
    if (error instanceof DiagnosticError && error.diagnostics[0] !== undefined) return error.diagnostics[0];
    throw error;
  }
  throw new Error('nothing was wrong');
}

/** The fixture with an arena and a weight tensor of given sizes. */
function sized(arenaBytes: number, weightBytes: number): string {
  return fixtureWith({
    'bench/bench_model.c': ['uint8_t bytes[TINY_ARENA_BYTES];', `uint8_t bytes[${arenaBytes}];`],
    'tiny_weights.c': ['const int8_t tiny_t0[256] = {0};', `const int8_t tiny_t0[256] = {0};\nextern const int8_t tiny_w2[${weightBytes}];\nconst int8_t tiny_w2[${weightBytes}] = {1};`],
    'tiny.c': ['    return 0;', `    {\n        extern const int8_t tiny_w2[${weightBytes}];\n        a[0] = tiny_w2[a[1] & 15];\n    }\n    return 0;`],
  });
}

describe('firmware', () => {
  it('is the same, byte by byte, from another folder and without the cache', async () => {
    const first = await build(fixtureWith());
    vi.stubEnv('XDG_CACHE_HOME', join(work, 'cache'));
    vi.stubEnv('ZIG_GLOBAL_CACHE_DIR', process.env['ZIG_GLOBAL_CACHE_DIR'] ?? join(process.env['HOME'] ?? '', '.cache', 'zig'));
    const second = await build(fixtureWith());
    expect(readdirSync(join(work, 'cache', 'quantune', 'objects')).length).toBeGreaterThan(8);
    expect(readFileSync(second.elf).equals(readFileSync(first.elf))).toBe(true);
    expect(readFileSync(first.elf).includes(work)).toBe(false);
    expect(second.sizes).toEqual(first.sizes);
  });

  it('does not count static functions of a file that nobody uses, though others have some of the same name', async () => {
    const helper = '__attribute__((noinline)) static int helper(volatile uint8_t *x)\n{\n    return x[0] + x[1] * x[2];\n}\n';
    const used = { 'tiny.c': ['int tiny_run(', `${helper}\nint tiny_run(`] as const };
    const plain = fixtureWith(used);
    const beside = fixtureWith(used);
    for (const folder of [plain, beside]) {
      const file = join(folder, 'tiny.c');
      writeFileSync(file, readFileSync(file, 'utf8').replace('    return 0;', '    a[0] = (int8_t)helper((volatile uint8_t *)a);\n    return 0;'));
    }
    writeFileSync(join(beside, 'qn/kernels/portable/unused.c'), `#include <stdint.h>\nint unused_kernel(uint8_t *x);\n${helper}\nint unused_kernel(uint8_t *x)\n{\n    return helper(x) + helper(x + 1);\n}\n`);
    expect((await build(beside)).sizes).toEqual((await build(plain)).sizes);
  });

  it('does not count what nobody uses', async () => {
    const { sizes } = await build(fixtureWith());
    expect(sizes).toMatchObject({ tableBytes: 24, weightBytes: 160 });
    expect(sizes?.libraryBytes).toBeGreaterThan(200);
    const { sizes: withTable } = await build(fixtureWith({ 'tiny.c': ['return 0;', 'return tiny_t0[a[0] & 15];'] }));
    expect(withTable).toMatchObject({ tableBytes: 24 + 256, weightBytes: 160 });
  });

  it.each([[64, 16, 0], [20_000, 16, 1], [64, 300_000, 1], [64, 6_000_000, 2], [6_000_000, 16, 3]])('with an arena of %i and weights of %i bytes goes to board %i', async (arena, weights, board) => {
    const firmware = await build(sized(arena, weights));
    expect(firmware.board).toBe(m0.boards[board]);
    expect(firmware.sizes?.weightBytes).toBe(160 + weights);
  });

  it('that fits no board is QT4006', async () => {
    const fault = await faultOf(build(sized(5_000_000, 17_000_000)));
    expect(fault.code).toBe('QT4006');
    expect(fault.notes).toHaveLength(m0.boards.length);
    expect(fault.message).toMatch(/weights 17000\d{3}, arena and data 5000\d{3}, stack 2048/);
  });
});

describe('a folder', () => {
  it('that is not generated is QT5012', async () => {
    expect((await faultOf(build(join(work, 'nowhere')))).code).toBe('QT5012');
    expect((await faultOf(build(work))).code).toBe('QT5012');
    const noModel = fixtureWith();
    rmSync(join(noModel, 'tiny.c'));
    expect((await faultOf(build(noModel))).code).toBe('QT5012');
  });

  it('whose C was broken is QT5004, with what the compiler says', async () => {
    const fault = await faultOf(build(fixtureWith({ 'tiny.c': ['return 0;', 'return nothing;'] })));
    expect(fault).toMatchObject({ code: 'QT5004', where: { file: expect.stringMatching(/tiny\.c$/) } });
    expect(fault.notes.join('\n')).toContain('nothing');
  });

  it('with a warning is QT5004', async () => {
    expect((await faultOf(build(fixtureWith({ 'tiny.c': ['return 0;', 'a[0] = 1000;\n    return 0;'] })))).code).toBe('QT5004');
  });

  it('that lacks a function is QT5005', async () => {
    const folder = fixtureWith();
    rmSync(join(folder, 'qn/kernels/portable/scale_f32.c'));
    const fault = await faultOf(build(folder));
    expect(fault.code).toBe('QT5005');
    expect(fault.notes.join('\n')).toContain('qn_scale_f32');
  });

  it('with initialised mutable data is QT5005', async () => {
    expect((await faultOf(build(fixtureWith({ 'tiny.c': ['int tiny_run(void *arena)\n{', 'extern int counter;\nint counter = 3;\nint tiny_run(void *arena)\n{\n    counter++;'] })))).code).toBe('QT5005');
  });

  it('gives its files their roles', () => {
    const roles = firmwareSources(FIXTURE, m0, { profile: true, extraFlags: ['-DX'] }).map((s) => [s.unit.source, s.role, s.unit.extra.join()]);
    expect(roles.slice(0, 5)).toEqual([
      ['tiny.c', 'model', '-DQN_UNIT_MARKS,-DX'], ['tiny_weights.c', 'weights', '-DX'], ['qn/kernels/portable/dense_s8.c', 'kernel', '-DX'],
      ['qn/kernels/portable/scale_f32.c', 'kernel', '-DX'], ['bench/bench_model.c', 'bench', '-DX'],
    ]);
    expect(roles.slice(5).map(([source]) => source)).toEqual(['bench_main.c', 'bench_marks.c', 'stack_paint.c', 'ports/semihosting.c', 'cortex_m_startup.c', 'memory_functions.c']);
  });
});

describe('the cache', () => {
  it('knows every header that a file reaches', () => {
    const includes = [join(FIXTURE, 'qn', 'include'), join(FIXTURE, 'qn')];
    expect(includeClosure(join(FIXTURE, 'qn/kernels/portable/dense_s8.c'), includes).map((f) => f.slice(FIXTURE.length + 1)).sort()).toEqual([
      'qn/include/qn.h', 'qn/internal/clamp.h', 'qn/kernels/portable/dense_s8.c',
    ]);
  });

  it('compiles nothing twice, and anew what a header changes', async () => {
    vi.stubEnv('XDG_CACHE_HOME', join(work, 'cache2'));
    vi.stubEnv('ZIG_GLOBAL_CACHE_DIR', process.env['ZIG_GLOBAL_CACHE_DIR'] ?? join(process.env['HOME'] ?? '', '.cache', 'zig'));
    const objects = (): number => readdirSync(join(work, 'cache2', 'quantune', 'objects')).length;
    await build(fixtureWith());
    const before = objects();
    await build(fixtureWith());
    expect(objects()).toBe(before);
    await build(fixtureWith({ 'qn/internal/clamp.h': ['v > 127 ? 127', 'v > 126 ? 126'] }));
    expect(objects()).toBe(before + 1);
  });

  it('forgets what was unused longest', () => {
    vi.stubEnv('XDG_CACHE_HOME', join(work, 'cache2'));
    const folder = join(work, 'cache2', 'quantune', 'objects');
    const bytes = (): number => readdirSync(folder).reduce((sum, f) => sum + statSync(join(folder, f)).size, 0);
    const before = bytes();
    pruneObjects(before);
    expect(bytes()).toBe(before);
    pruneObjects(before - 1);
    expect(bytes()).toBeLessThanOrEqual(before / 2);
  });

  it('lies where XDG_CACHE_HOME says, else in the checkout', () => {
    expect(cacheLocation({ XDG_CACHE_HOME: '/x' })).toBe(join('/x', 'quantune'));
    expect(cacheLocation({})).toMatch(/build.cache$/);
  });

  it('in a folder that cannot be made is QT5010', async () => {
    const file = join(work, 'a-file');
    writeFileSync(file, '');
    expect((await faultOf(Promise.resolve().then(() => makeFolder(join(file, 'cache'))))).code).toBe('QT5010');
  });
});
