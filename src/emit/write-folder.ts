// Writes a firmware folder whole or not at all: into a sibling first, which then takes the folder's place. A folder that is not ours stays.
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
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

function failWriting(error: unknown, folder: string): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const where = { file: folder };
  if (code === 'ENOSPC' || code === 'EDQUOT') return fail('QT6003', `no room on the disk for '${folder}'`, { where });
  return fail('QT6002', `'${folder}' cannot be written (${code})`, { where });
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
    mkdirSync(dirname(target), { recursive: true });
    temporary = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
    for (const [path, content] of files) {
      const file = join(temporary, path);
      mkdirSync(dirname(file), { recursive: true });
      write(file, content);
    }
    replace(temporary, target);
  } catch (error) {
    if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
    failWriting(error, folder);
  }
}

/** Rename over an existing folder is not possible: the old one steps aside first, and comes back if the new one cannot take its place. */
function replace(temporary: string, target: string): void {
  if (!existsSync(target)) {
    renameSync(temporary, target);
    return;
  }
  const old = `${temporary}-old`;
  renameSync(target, old);
  try {
    renameSync(temporary, target);
  } catch (error) {
    renameSync(old, target);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}
