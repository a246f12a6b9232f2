// Generated folder + target -> ELF file that measures the network: compile (cached, two at a time), link for the first board
// that it fits, read the sizes. Faults are coded: QT5012 folder, QT5004 compiler, QT5005 linker, QT4006 memory.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DiagnosticError, fail } from '../diagnostics/diagnostic.ts';
import { describeMisfit } from '../targets/fits.ts';
import type { Board, Target } from '../targets/target.ts';
import { linkArgs, memoryScript } from './argv.ts';
import { isElf, parseElf } from './elf.ts';
import { type FirmwareSizes, type LinkedObject, firmwareSizes, objectNeed } from './firmware-sizes.ts';
import { type FirmwareSource, firmwareSources } from './firmware-sources.ts';
import { objectOf, pruneObjects } from './object-cache.ts';
import { makeFolder } from './package-paths.ts';
import { lastLines, mapLimited, runProcess } from './process.ts';
import { findZig, zigEnvironment } from './tools.ts';

export interface BuildRequest {
  /** The folder that `compile` wrote. */
  readonly folder: string;
  readonly target: Target;
  /** Receives firmware.elf and memory.ld. */
  readonly outDir: string;
  /** Mark where units start, so that running attributes instructions to them; costs no instruction. */
  readonly profile?: boolean;
  /** Further compiler flags for the generated files. */
  readonly extraFlags?: readonly string[];
}

export interface Firmware {
  /** Absolute path. */
  readonly elf: string;
  readonly target: Target;
  /** The board it was linked for. */
  readonly board: Board;
  /** null where the machine's own format is not ELF. */
  readonly sizes: FirmwareSizes | null;
}

const LINK_TIME_MS = 600_000;
const COMPILERS = 2;
const OVERFLOW = /will not fit in region/;

interface Compiled {
  readonly source: FirmwareSource;
  readonly object: string;
}

/** What the linker says when the board is too small; null when it succeeded. */
async function linkFor(board: Board, objects: readonly string[], request: BuildRequest): Promise<string | null> {
  const { target, outDir } = request;
  if (board.memory !== null) writeFileSync(join(outDir, 'memory.ld'), memoryScript(board.memory, target.stackBytes));
  const args = linkArgs(target, { objects, output: 'firmware.elf' });
  const outcome = await runProcess({ program: findZig().program, args, cwd: outDir, env: zigEnvironment(), timeoutMs: LINK_TIME_MS });
  if (outcome.exitCode === 0 && existsSync(join(outDir, 'firmware.elf'))) return null;
  if (OVERFLOW.test(outcome.stderr)) return outcome.stderr;
  return fail('QT5005', `the linker rejects the firmware for ${target.id} (${board.name})`, { where: { file: join(outDir, 'firmware.elf') }, notes: lastLines(outcome.stderr) });
}

function linkedObjects(compiled: readonly Compiled[]): readonly LinkedObject[] {
  return compiled.flatMap(({ source, object }) => {
    const bytes = readFileSync(object);
    return isElf(bytes) ? [{ role: source.role, source: source.unit.source, elf: parseElf(bytes, object) }] : [];
  });
}

async function link(compiled: readonly Compiled[], request: BuildRequest): Promise<Board> {
  const objects = compiled.map((c) => c.object);
  for (const board of request.target.boards) {
    if ((await linkFor(board, objects, request)) === null) return board;
  }
  const need = { ...objectNeed(linkedObjects(compiled)), stackBytes: request.target.stackBytes };
  throw new DiagnosticError([describeMisfit(request.target, need)]);
}

/** Builds the bench firmware of a generated folder. */
export async function buildFirmware(given: BuildRequest): Promise<Firmware> {
  const request = { ...given, folder: resolve(given.folder), outDir: makeFolder(resolve(given.outDir)) };
  const sources = firmwareSources(request.folder, request.target, { profile: given.profile ?? false, extraFlags: given.extraFlags ?? [] });
  const compiled = await mapLimited(sources, COMPILERS, async (source) => ({ source, object: await objectOf(request.target, source.unit) }));
  const board = await link(compiled, request);
  const elf = join(request.outDir, 'firmware.elf');
  const bytes = readFileSync(elf);
  const sizes = isElf(bytes) ? firmwareSizes(parseElf(bytes, elf), linkedObjects(compiled)) : null;
  pruneObjects();
  return { elf, target: request.target, board, sizes };
}
