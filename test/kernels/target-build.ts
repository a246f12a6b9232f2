// Builds kernels and case driver for a target with its own flags, and runs case images on its board under QEMU: one run for all cases.
// The board is the first that the image fits, as in src/toolchain/build-firmware.ts.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { COMMON_FLAGS } from '../../src/targets/c-flags.ts';
import type { Board, Target } from '../../src/targets/target.ts';
import { linkArgs, memoryScript, runCommand, targetFlags } from '../../src/toolchain/argv.ts';
import { BENCH_FOLDER } from '../../src/toolchain/package-paths.ts';
import { type Callable, dispatchSource } from './dispatch.ts';
import { DRIVER, INCLUDES, WARNINGS, ZIG, buildFolder, compile, kernelFiles } from './kernel-build.ts';

/** The QEMU program that the target's boards need and this machine lacks; null where all is there. */
export function missingQemu(target: Target): string | null {
  const { qemu } = target.boards[0];
  if (qemu.mode === 'native') return null;
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, qemu.binary))) ? null : qemu.binary;
}

function linkFor(target: Target, board: Board, object: string, folder: string): boolean {
  if (board.memory !== null) writeFileSync(join(folder, 'memory.ld'), memoryScript(board.memory, target.stackBytes));
  const args = linkArgs(target, { objects: [object], output: 'firmware.elf' });
  try {
    compile([ZIG[0] ?? ''], [...args], folder);
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('will not fit in region')) return false;
    throw error;
  }
}

/** Compiles everything into one object and links it; returns the board it fits. */
function build(target: Target, table: readonly Callable[], options: { imageBytes: number; defines: readonly string[]; forms: ReadonlyMap<string, string> }, folder: string): Board {
  const [dispatch, object] = [join(folder, 'dispatch.c'), join(folder, 'cases.o')];
  const formFiles = [...options.forms.keys()];
  for (const [path, text] of options.forms) writeFileSync(join(folder, path), text);
  writeFileSync(dispatch, dispatchSource(table, formFiles.filter((f) => f.endsWith('.h'))));
  const sources = [
    join(DRIVER, 'target-main.c'), join(DRIVER, 'driver.c'), dispatch, join(BENCH_FOLDER, 'ports', `${target.port}.c`),
    ...target.sources, ...(formFiles.length > 0 ? formFiles.filter((f) => f.endsWith('.c')).map((f) => join(folder, f)) : kernelFiles(...new Set(table.map((c) => c.isa)))),
  ];
  const defines = [`-DQN_IMAGE_BYTES=${options.imageBytes}`, ...options.defines];
  compile(ZIG, [...targetFlags(target), ...COMMON_FLAGS, ...WARNINGS, ...defines, ...INCLUDES, `-I${DRIVER}`, `-I${BENCH_FOLDER}`, `-I${folder}`, '-r', '-o', object, ...sources]);
  const board = target.boards.find((one) => linkFor(target, one, object, folder));
  if (board === undefined) throw new Error(`${target.id}: ${options.imageBytes} bytes of cases fit no board`);
  return board;
}

/** The image after a run on `target`, of kernels built with `defines`, or of `forms` of them: C files and headers by path. */
export function runOnTarget(target: Target, table: readonly Callable[], image: Uint8Array, defines: readonly string[] = [], forms: ReadonlyMap<string, string> = new Map()): Uint8Array {
  const folder = buildFolder(forms.size > 0 ? `${target.id}-forms` : target.id);
  const board = build(target, table, { imageBytes: image.length, defines, forms }, folder);
  const { binary, args } = runCommand(board, { elf: './firmware.elf', plugin: null });
  writeFileSync(join(folder, 'cases.bin'), image);
  execFileSync(binary, args, { cwd: folder, stdio: 'pipe', timeout: 60_000, env: { PATH: process.env['PATH'] } });
  return readFileSync(join(folder, 'outputs.bin'));
}
