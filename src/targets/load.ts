// Finds and reads target folders: those of this package by id, any other by path. Adding a target is adding a folder.
// Faults are coded (QT4001 to QT4005); nothing is cached, nothing but target folders is read.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail } from '../diagnostics/diagnostic.ts';
import { suggestion } from '../diagnostics/near-match.ts';
import { parseTarget } from './parse-target.ts';
import type { Target } from './target.ts';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const TARGETS = join(PACKAGE, 'targets');

/** Ids of the targets of this package, sorted. */
export function targetIds(): readonly string[] {
  return readdirSync(TARGETS).filter((name) => existsSync(join(TARGETS, name, 'target.json'))).sort();
}

/** All targets of this package, sorted by id. */
export function listTargets(): readonly Target[] {
  return targetIds().map((id) => readTarget(join(TARGETS, id)));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return fail('QT4004', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { where: { file } });
  }
}

function requireFile(path: string, field: string, file: string): void {
  if (!(statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)) fail('QT4004', `${file}: '${field}' names ${path}, which is not a file`, { where: { file, at: field } });
}

function readTarget(folder: string): Target {
  const file = join(folder, 'target.json');
  const target = parseTarget(readText(file), folder, file);
  if (target.id !== basename(folder)) fail('QT4003', `${file}: 'id' is '${target.id}', but the folder is called '${basename(folder)}'`, { where: { file, at: 'id' } });
  if (target.linkerScript !== null) requireFile(target.linkerScript, 'linkerScript', file);
  target.sources.forEach((source, i) => requireFile(source, `sources[${i}]`, file));
  requireFile(join(PACKAGE, 'runtime-c/bench/ports', `${target.port}.c`), 'port', file);
  return target;
}

/**
 * Reads a target by id (`cortex-m4`) or by path of its folder (`./boards/my-board`).
 * QT4001 where there is none; QT4002 to QT4005 where its folder has a fault.
 */
export function loadTarget(idOrFolder: string): Target {
  const ids = targetIds();
  if (ids.includes(idOrFolder)) return readTarget(join(TARGETS, idOrFolder));
  const looksLikePath = idOrFolder.includes('/') || idOrFolder.includes(sep) || idOrFolder === '.';
  if (idOrFolder !== '' && isFolder(idOrFolder) && existsSync(join(idOrFolder, 'target.json'))) return readTarget(resolve(idOrFolder));
  if (looksLikePath) return fail('QT4001', `'${idOrFolder}' is not a target folder: it has no target.json`, { where: { file: idOrFolder } });
  return fail('QT4001', `there is no target '${idOrFolder}'${suggestion(idOrFolder, ids)}`);
}
