// Runs bench firmware on samples, in a temporary folder that is removed afterwards, under the emulator of its board.
// Outputs are the bytes the network wrote; instructions are exact counts, the same on every run. Faults are coded.
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail } from '../diagnostics/diagnostic.ts';
import { runCommand } from './argv.ts';
import { type Counts, parseBenchResult, parseCounts } from './bench-result.ts';
import type { Firmware } from './build-firmware.ts';
import { parseElf } from './elf.ts';
import { sharedLibraryOf } from './object-cache.ts';
import { RUNTIME_FOLDER } from './package-paths.ts';
import { type Outcome, lastLines, runProcess } from './process.ts';
import { requireQemu } from './tools.ts';
import { marksText, readMarks } from './unit-marks.ts';

export interface RunRequest {
  readonly firmware: Firmware;
  /** The inputs of each sample one after the other, as the generated header describes them. */
  readonly inputs: Uint8Array;
  /** Milliseconds for all samples; 10 minutes when absent. */
  readonly timeoutMs?: number;
  /** Count instructions (default); a native run never does. */
  readonly count?: boolean;
}

export interface Instructions {
  /** Of the first inference. */
  readonly total: number;
  /** Of the first inference, by unit; empty where the firmware was built without `profile`. */
  readonly perUnit: readonly number[];
  /** Of each inference. */
  readonly perSample: readonly number[];
  /** Of the first inference, by a table of opcodes (runtime-c/qemu-plugin/thumb_cycles.h): an estimate; null where the processor has none. */
  readonly estimatedCycles: { readonly total: number; readonly perUnit: readonly number[] } | null;
}

export interface RunResult {
  /** The outputs of each sample one after the other. */
  readonly outputs: Uint8Array;
  readonly samples: number;
  readonly instructions: Instructions | null;
  /** Deepest stack of the first inference; null where it is not measured. */
  readonly stackBytes: number | null;
}

const DEFAULT_TIME_MS = 600_000;
const FILES = { elf: './firmware.elf', plugin: './count.so', marks: 'marks.txt', counts: 'counts.json' } as const;

/** Path of the counting plugin, built on first use. */
export function countingPlugin(): Promise<string> {
  return sharedLibraryOf(join(RUNTIME_FOLDER, 'qemu-plugin', 'count.c'), 'count');
}

function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'quantune-run-'));
  } catch (error) {
    return fail('QT5010', `no temporary folder in ${tmpdir()}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function prepare(folder: string, request: RunRequest): Promise<boolean> {
  const { firmware } = request;
  const counts = (request.count ?? true) && firmware.board.qemu.mode !== 'native';
  copyFileSync(firmware.elf, join(folder, FILES.elf));
  writeFileSync(join(folder, 'inputs.bin'), request.inputs);
  if (counts) {
    copyFileSync(await countingPlugin(), join(folder, FILES.plugin));
    writeFileSync(join(folder, FILES.marks), marksText(readMarks(parseElf(readFileSync(firmware.elf), firmware.elf))));
  }
  return counts;
}

/** Nothing of the environment reaches the program: in user mode it would lie on its stack and shift addresses. */
async function execute(folder: string, request: RunRequest, counts: boolean): Promise<Outcome> {
  const { board, target } = request.firmware;
  const plugin = counts ? { file: FILES.plugin, marks: FILES.marks, out: FILES.counts, core: target.mcpu.replace(/\+.*/, '') } : null;
  const { binary, args } = runCommand(board, { elf: FILES.elf, plugin });
  const program = board.qemu.mode === 'native' ? join(folder, FILES.elf) : (await requireQemu(binary)).program;
  return runProcess({ program, args, cwd: folder, env: {}, timeoutMs: request.timeoutMs ?? DEFAULT_TIME_MS });
}

/** A run that did not come to its end; one that did, even with a failure, has said so in result.txt. */
function checkOutcome(outcome: Outcome, folder: string, request: RunRequest): void {
  const { target, board, elf } = request.firmware;
  const name = `the firmware for ${target.id} (${board.name})`;
  const details = { where: { file: elf }, notes: lastLines(`${outcome.stdout}\n${outcome.stderr}`) };
  if (outcome.timedOut) fail('QT5006', `${name} did not finish in ${(request.timeoutMs ?? DEFAULT_TIME_MS) / 1000} s`, details);
  if (outcome.startError !== null) fail('QT5007', `${name} could not be started: ${outcome.startError}`, details);
  if (existsSync(join(folder, 'result.txt'))) return;
  fail('QT5007', `${name} ended ${outcome.signal === null ? `with exit code ${outcome.exitCode}` : `by ${outcome.signal}`} before it left a result`, details);
}

function readResult(folder: string, name: string): Uint8Array {
  const path = join(folder, name);
  if (!existsSync(path)) fail('QT5008', `the bench left no ${name}`);
  return new Uint8Array(readFileSync(path));
}

function instructionsOf(counts: Counts): Instructions | null {
  const [total] = counts.runs;
  const [cycles = 0] = counts.runsCycles;
  if (total === undefined) return null;
  return { total, perUnit: counts.units, perSample: counts.runs, estimatedCycles: cycles === 0 ? null : { total: cycles, perUnit: counts.unitsCycles } };
}

function collect(folder: string, counted: boolean): RunResult {
  const text = (name: string): string => new TextDecoder().decode(readResult(folder, name));
  const { samples, stackBytes } = parseBenchResult(text('result.txt'));
  const instructions = counted ? instructionsOf(parseCounts(existsSync(join(folder, FILES.counts)) ? text(FILES.counts) : '', samples)) : null;
  return { outputs: readResult(folder, 'outputs.bin'), samples, instructions, stackBytes: stackBytes === 0 ? null : stackBytes };
}

/**
 * Runs `firmware` on `inputs`. Coded faults: QT5002, QT5003 (QEMU), QT5006 (time), QT5007 (crash), QT5008 (no or wrong
 * result), QT5010 (no temporary folder), QT5011 (counter), QT5013 (partial sample), QT5014 (the network failed).
 */
export async function runFirmware(request: RunRequest): Promise<RunResult> {
  const folder = temporaryFolder();
  try {
    const counts = await prepare(folder, request);
    const outcome = await execute(folder, request, counts);
    checkOutcome(outcome, folder, request);
    return collect(folder, counts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
