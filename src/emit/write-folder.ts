// Writes a firmware folder whole or not at all: into a sibling first, which then takes the folder's place. A folder that is not ours stays.
import { chmodSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fail } from '../diagnostics/diagnostic.ts';
import { type FileContent, isStream } from './file-content.ts';

function isOurs(folder: string): boolean {
  try {
    const report: unknown = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    return typeof report === 'object' && report !== null && 'generator' in report && report.generator === 'quantune';
  } catch {
    return false;
  }
}

/** Throws QT6001 where `folder` exists, holds something and was not written by Quantune. */
export function checkOutputFolder(folder: string): void {
  if (!existsSync(folder)) return;
  const where = { file: folder };
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    fail('QT6001', `'${folder}' exists and is not a folder`, { where });
  }
  if (names.length > 0 && !isOurs(folder)) fail('QT6001', `'${folder}' holds files that Quantune did not write`, { where });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

function failWriting(error: unknown, folder: string): never {
  const code = codeOf(error);
  const where = { file: folder };
  if (code === 'ENOSPC' || code === 'EDQUOT') return fail('QT6003', `no room on the disk for '${folder}'`, { where });
  return fail('QT6002', `'${folder}' cannot be written (${code})`, { where });
}

/** Step by step: Node's own recursive mkdir never returns where a file system refuses new folders as if their parent were missing (/proc). */
function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Writes one file; replaced where a disk that fails is wanted. */
export type WriteFile = (path: string, content: FileContent) => void;

function writeContent(path: string, content: FileContent): void {
  if (!isStream(content)) return writeFileSync(path, content);
  const file = openSync(path, 'w');
  try {
    for (const chunk of content.chunks()) for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
  } finally {
    closeSync(file);
  }
}

/** Throws QT6001 (not ours), QT6002 (not writable), QT6003 (disk full); nothing is left behind then. */
export function writeFolder(folder: string, files: ReadonlyMap<string, FileContent>, write: WriteFile = writeContent): void {
  const target = resolve(folder);
  checkOutputFolder(target);
  let temporary: string | null = null;
  try {
    makeFolders(dirname(target));
    clearLeftovers(target);
    temporary = mkdtempSync(join(dirname(target), `${prefixOf(target)}${process.pid}-`));
    chmodSync(temporary, 0o777 & ~process.umask());
    for (const [path, content] of files) {
      const file = join(temporary, path);
      makeFolders(dirname(file));
      write(file, content);
    }
    replace(temporary, target);
  } catch (error) {
    if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
    failWriting(error, folder);
  }
}

/** Another process may write the same folder at the same time: the last one that takes the place has it. */
const MOST_ATTEMPTS = 100;
const OCCUPIED: readonly string[] = ['ENOTEMPTY', 'EEXIST', 'EPERM'];

/** Rename over an existing folder is not possible: the old one steps aside first, and comes back if the new one cannot take its place. */
function replace(temporary: string, target: string): void {
  const old = `${temporary}${ASIDE}`;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    moveAside(target, old);
    try {
      renameSync(temporary, target);
      rmSync(old, { recursive: true, force: true });
      return;
    } catch (error) {
      const again = OCCUPIED.includes(codeOf(error)) && attempt + 1 < MOST_ATTEMPTS;
      if (!again && existsSync(old)) renameSync(old, target);
      if (!again) throw error;
      rmSync(old, { recursive: true, force: true });
    }
  }
}

function moveAside(target: string, old: string): void {
  try {
    renameSync(target, old);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

const ASIDE = '-old';

function prefixOf(target: string): string {
  return `.${basename(target)}-`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** What a process left that was killed: its unfinished folder goes, and the one that it had moved aside comes back where nothing took its place. */
function clearLeftovers(target: string): void {
  const [parent, prefix] = [dirname(target), prefixOf(target)];
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(prefix) ? /^(\d+)-\w{6}(-old)?$/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid === undefined || isAlive(Number(pid))) continue;
    const left = join(parent, name);
    if (name.endsWith(ASIDE) && !existsSync(target)) renameSync(left, target);
    else rmSync(left, { recursive: true, force: true });
  }
}
