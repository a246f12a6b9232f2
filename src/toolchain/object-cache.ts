// Compiles C files once: objects are kept under a name made from everything they depend on (compiler, flags, source, and every
// header reached through #include "..."), so that kernels of one target are shared by all networks.
// Writes are atomic; the names of folders are no part of a key, since objects carry no path.
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fail } from '../diagnostics/diagnostic.ts';
import type { Target } from '../targets/target.ts';
import { compileFlags } from './argv.ts';
import { cacheFolder, makeFolder } from './package-paths.ts';
import { lastLines, runProcess } from './process.ts';
import { findZig, zigEnvironment } from './tools.ts';

const COMPILE_TIME_MS = 600_000;
const LARGEST_CACHE_BYTES = 1024 ** 3;
const MOST_NOTES = 20;

/** One C file and how it is compiled. */
export interface CompileUnit {
  /** Folder that the compiler runs in; `source` is relative to it, so that no object holds a path of this machine. */
  readonly folder: string;
  readonly source: string;
  /** Absolute folders. */
  readonly includes: readonly string[];
  readonly extra: readonly string[];
  /** End of the object's name, '.o' or '.weights.o'. */
  readonly suffix: string;
}

function includesOf(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"/gm)].flatMap((m) => (m[1] === undefined ? [] : [m[1]]));
}

/** Files may be larger than memory likes: what reads them does so in pieces. */
const PIECE_BYTES = 8 << 20;

/** The file piece by piece; a piece is valid until the next is asked for. */
function* piecesOf(file: string): Iterable<Uint8Array> {
  const opened = openSync(file, 'r');
  try {
    const buffer = new Uint8Array(PIECE_BYTES);
    for (let read = readSync(opened, buffer); read > 0; read = readSync(opened, buffer)) yield buffer.subarray(0, read);
  } finally {
    closeSync(opened);
  }
}

/** The file as text, or of a large one, which holds weights, the beginning: includes stand there. */
function textOf(file: string): string {
  for (const piece of piecesOf(file)) return piece.length < PIECE_BYTES ? readFileSync(file, 'utf8') : new TextDecoder().decode(piece);
  return '';
}

/** Every file that `source` reaches through quoted includes, itself first. Both branches of conditionals count. */
export function includeClosure(source: string, includes: readonly string[]): readonly string[] {
  const reached = new Set<string>();
  const pending = [source];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const folders = [dirname(file), ...includes];
    for (const name of includesOf(textOf(file))) {
      const found = folders.map((folder) => resolve(folder, name)).find((path) => existsSync(path));
      if (found !== undefined) pending.push(found);
    }
  }
  return [...reached];
}

/** The name of the object that compiling `unit` for `target` gives: equal keys, equal bytes. */
export function objectKey(target: Target, unit: CompileUnit, compiler: string): string {
  const host = target.triple === 'native' ? `${process.platform}-${process.arch}` : '';
  const hash = createHash('sha256').update(JSON.stringify([compiler, host, compileFlags(target, { includes: [], extra: unit.extra }), basename(unit.source)]));
  for (const file of includeClosure(join(unit.folder, unit.source), unit.includes)) {
    hash.update(`\0${basename(file)}\0`);
    for (const piece of piecesOf(file)) hash.update(piece);
  }
  return hash.digest('hex').slice(0, 40);
}

let temporaries = 0;

async function compile(target: Target, unit: CompileUnit, object: string): Promise<void> {
  const temporary = `${object}.${process.pid}.${temporaries++}.tmp`;
  const args = [...compileFlags(target, unit), '-c', unit.source, '-o', temporary];
  const outcome = await runProcess({ program: findZig().program, args, cwd: unit.folder, env: zigEnvironment(), timeoutMs: COMPILE_TIME_MS });
  if (outcome.exitCode === 0 && existsSync(temporary)) {
    renameSync(temporary, object);
    return;
  }
  rmSync(temporary, { force: true });
  const file = join(unit.folder, unit.source);
  const reason = outcome.timedOut ? `the compiler took longer than ${COMPILE_TIME_MS / 1000} s` : (outcome.startError ?? 'the compiler rejects it');
  fail('QT5004', `${file}: ${reason} (target ${target.id})`, { where: { file }, notes: outcome.stderr.split('\n').filter((l) => l !== '').slice(0, MOST_NOTES) });
}

/** Path of the object of `unit`, from the cache or newly compiled. QT5004 where the compiler rejects the source. */
export async function objectOf(target: Target, unit: CompileUnit): Promise<string> {
  const folder = makeFolder(join(cacheFolder(), 'objects'));
  const object = join(folder, `${objectKey(target, unit, findZig().version)}${unit.suffix}`);
  if (existsSync(object)) {
    const now = new Date();
    utimesSync(object, now, now);
  } else {
    await compile(target, unit, object);
  }
  return object;
}

/** Builds a shared library for this machine from one C file, once; for the counting plugin. */
export async function sharedLibraryOf(source: string, prefix: string): Promise<string> {
  const zig = findZig();
  const hash = createHash('sha256').update(zig.version);
  for (const file of includeClosure(source, [])) hash.update(readFileSync(file));
  const library = join(cacheFolder(), `${prefix}-${hash.digest('hex').slice(0, 16)}.so`);
  if (existsSync(library)) return library;
  const temporary = `${library}.${process.pid}.${temporaries++}.tmp`;
  const args = ['cc', '-shared', '-fPIC', '-O2', '-g0', '-mcpu=baseline', basename(source), '-o', temporary];
  const outcome = await runProcess({ program: zig.program, args, cwd: dirname(source), env: zigEnvironment(), timeoutMs: COMPILE_TIME_MS });
  if (outcome.exitCode !== 0) fail('QT5011', `${source} cannot be built for this machine`, { where: { file: source }, notes: lastLines(outcome.stderr) });
  renameSync(temporary, library);
  return library;
}

/** Deletes the objects longest unused when the cache holds more than `limit` bytes, until half of that is left. */
export function pruneObjects(limit: number = LARGEST_CACHE_BYTES): void {
  const folder = makeFolder(join(cacheFolder(), 'objects'));
  const files = readdirSync(folder).flatMap((name) => {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    return found === undefined ? [] : [{ path: join(folder, name), size: found.size, used: found.mtimeMs }];
  });
  let total = files.reduce((sum, f) => sum + f.size, 0);
  if (total <= limit) return;
  for (const file of files.sort((a, b) => a.used - b.used)) {
    if (total <= limit / 2) break;
    rmSync(file.path, { force: true });
    total -= file.size;
  }
}
