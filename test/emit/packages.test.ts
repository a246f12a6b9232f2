// Packages: each is complete by its ecosystem's conventions, builds with its own tool where that is installed, and with zig cc in any case, and its
// example gives the golden bytes.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../support/code-of.ts';
import { PACKAGE_IDS, checkPackages } from '../../src/emit/packages/packages.ts';
import { writeFolder } from '../../src/emit/write-folder.ts';
import { generateFirmware } from '../../src/firmware.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { quantizeModel } from '../../src/pipeline.ts';
import { floatStage, importStage, inputSpecs } from '../../src/stages.ts';
import { loadTarget } from '../../src/targets/load.ts';
import { ZIG, hasCommand } from '../kernels/kernel-build.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-packages-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const EXAMPLE = join(import.meta.dirname, '../../examples/kws');
const INCLUDES = ['-Iinclude', '-Isrc', '-Isrc/qn/include', '-Isrc/qn'];

function packageFolder(id: string): string {
  return join(FOLDER, 'net', 'packages', id);
}

function text(id: string, path: string): string {
  return readFileSync(join(packageFolder(id), path), 'utf8');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? filesBelow(join(folder, name)).map((f) => `${name}/${f}`) : [name]));
}

function run(command: readonly string[], cwd: string): string {
  const [program = '', ...args] = command;
  const result = spawnSync(program, args, { cwd, encoding: 'utf8' });
  return result.status === 0 ? result.stdout : `${command.join(' ')}\n${result.stdout}${result.stderr}${result.error?.message ?? ''}`;
}

/** Builds and runs the golden example of a package whose library is in src and include. */
function buildTree(id: string, compiler: readonly string[], flags: readonly string[] = []): string {
  const folder = packageFolder(id);
  const sources = filesBelow(join(folder, 'src')).filter((f) => f.endsWith('.c')).map((f) => `src/${f}`);
  const built = run([...compiler, '-std=c99', '-O1', '-ffp-contract=off', ...flags, ...INCLUDES, ...sources, 'examples/golden/main.c', '-o', 'golden-test'], folder);
  return built === '' ? run([join(folder, 'golden-test')], folder) : built;
}

beforeAll(async () => {
  const model = readModel(join(EXAMPLE, 'model.onnx'));
  const dataSet = { path: join(EXAMPLE, 'calibration.json'), inputs: inputSpecs(floatStage(importStage(model), model.file)) };
  const quantized = await quantizeModel(model, { precision: 'int8', threads: 1, report: () => undefined, calibration: { dataSet, observer: 'min-max', samples: 4 } });
  const firmware = generateFirmware(quantized, { target: loadTarget('cortex-m4'), name: 'kws', packages: PACKAGE_IDS, release: '2.3.4', golden: { dataSet, samples: 2 } });
  writeFolder(join(FOLDER, 'net'), firmware.files);
});

describe('packages', () => {
  it.each(PACKAGE_IDS)('%s holds the library, an example, a README and the licence', (id) => {
    const files = filesBelow(packageFolder(id));
    expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE']));
    expect(files.filter((f) => f.endsWith('kws.h'))).toHaveLength(1);
    expect(files.some((f) => f.startsWith('examples/golden/'))).toBe(true);
    expect(text(id, 'README.md')).toContain('working memory');
  });

  it('carry the metadata of their ecosystems, and their version', () => {
    expect(JSON.parse(text('platformio', 'library.json'))).toMatchObject({ name: 'kws', version: '2.3.4', license: 'Apache-2.0', headers: 'kws.h' });
    const properties = Object.fromEntries(text('arduino', 'library.properties').trim().split('\n').map((l) => l.split(/=(.*)/s).slice(0, 2)));
    expect(properties).toMatchObject({ name: 'kws', version: '2.3.4', category: 'Data Processing', architectures: '*', includes: 'kws.h' });
    expect(Object.values(properties).every((v) => v !== '')).toBe(true);
    expect(text('zephyr', 'zephyr/module.yml')).toMatch(/^name: kws\nbuild:\n {2}cmake: zephyr\n {2}kconfig: zephyr\/Kconfig\n$/);
    expect(text('zephyr', 'zephyr/Kconfig')).toContain('config KWS\n');
    expect(text('esp-idf', 'idf_component.yml')).toContain('version: "2.3.4"');
    expect(text('cmsis-pack', 'Quantune.kws.pdsc')).toContain('<release version="2.3.4">');
  });

  it('name only files that they hold', () => {
    const named: readonly (readonly [id: string, path: string, pattern: RegExp, base: string])[] = [
      ['cmake', 'CMakeLists.txt', /^ {4}(\S+\.c)$/gm, ''], ['meson', 'meson.build', /^ {2}'(\S+\.c)',$/gm, ''], ['zephyr', 'zephyr/CMakeLists.txt', /^ {4}\.\.\/(\S+\.c)$/gm, ''],
      ['esp-idf', 'CMakeLists.txt', /"(\S+\.c)"/g, ''], ['cmsis-pack', 'Quantune.kws.pdsc', /name="([^"]+)"/g, ''],
    ];
    for (const [id, path, pattern] of named) {
      const found = [...text(id, path).matchAll(pattern)].map(([, name = '']) => name);
      expect(found.length).toBeGreaterThan(5);
      expect(found.filter((name) => !existsSync(join(packageFolder(id), name)))).toEqual([]);
    }
  });

  it('build with zig cc and give the golden bytes', () => {
    expect(buildTree('cmake', ZIG, ['-Werror'])).toBe('all output bytes equal\n');
    const single = packageFolder('single-file');
    expect(run([...ZIG, '-std=c99', '-O1', '-ffp-contract=off', '-Werror', '-I.', 'kws.c', 'examples/golden/main.c', '-o', 'golden-test'], single)).toBe('');
    expect(run([join(single, 'golden-test')], single)).toBe('all output bytes equal\n');
  });

  it('compile as Arduino does, with one include folder', () => {
    const folder = packageFolder('arduino');
    const sources = filesBelow(join(folder, 'src')).filter((f) => f.endsWith('.c')).map((f) => `src/${f}`);
    expect(run([...ZIG, '-std=gnu11', '-Os', '-Isrc', '-shared', '-fPIC', ...sources, '-o', 'library.so'], folder)).toBe('');
  });

  it.skipIf(!hasCommand('g++'))('have a C++ header that is C++11 and C++20 (skipped without g++)', () => {
    for (const standard of ['c++11', 'c++20']) expect(run(['g++', `-std=${standard}`, '-Wall', '-Wextra', '-Werror', '-fno-exceptions', '-Iinclude', '-fsyntax-only', '-x', 'c++', 'include/kws.hpp'], packageFolder('cmake'))).toBe('');
  });

  it.skipIf(!hasCommand('make'))('make: builds and checks (skipped without make)', () => {
    expect(run(['make', 'check', `CC=${ZIG.join(' ')}`, `AR=${ZIG[0]} ar`, 'CFLAGS=-O1'], packageFolder('make'))).toContain('all output bytes equal');
  });

  it.skipIf(!hasCommand('cmake') || !hasCommand('gcc'))('cmake: builds and tests (skipped without cmake)', () => {
    const folder = packageFolder('cmake');
    expect(run(['cmake', '-S', '.', '-B', 'build'], folder)).toContain('Generating done');
    expect(run(['cmake', '--build', 'build'], folder)).toContain('kws_golden');
    expect(run(['ctest', '--test-dir', 'build'], folder)).toContain('100% tests passed');
  });

  it.skipIf(!hasCommand('meson'))('meson: builds and tests (skipped without meson)', () => {
    const folder = packageFolder('meson');
    run(['meson', 'setup', 'build'], folder);
    expect(run(['meson', 'test', '-C', 'build'], folder)).toContain('Ok:                 1');
  });

  it.skipIf(!hasCommand('arm-none-eabi-gcc'))('compile with arm-none-eabi-gcc for the core (skipped without it)', () => {
    const flags = ['-mcpu=cortex-m4', '-mthumb', '-mfloat-abi=hard', '-mfpu=fpv4-sp-d16', '-std=c99', '-O3', '-ffp-contract=off', '-Wall', '-Wextra', '-Werror', '-c'];
    expect(run(['arm-none-eabi-gcc', ...flags, '-I.', 'kws.c', '-o', 'kws.o'], packageFolder('single-file'))).toBe('');
  });

  it('refuse an unknown kind with the nearest one (QT6004)', () => {
    expect(codeOf(() => checkPackages(['ardunio']))).toBe('QT6004');
    expect(() => checkPackages(['ardunio'])).toThrow('did you mean arduino?');
  });
});
