// Where the parts of this package lie that the toolchain reads, and where it may keep what it builds.
// The same from src/ and from dist/; the only place of the toolchain that looks at the environment.
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail } from '../diagnostics/diagnostic.ts';

/** Absolute path of the package, without a separator at the end. */
export const PACKAGE_FOLDER: string = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
export const RUNTIME_FOLDER: string = join(PACKAGE_FOLDER, 'runtime-c');
export const BENCH_FOLDER: string = join(RUNTIME_FOLDER, 'bench');

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Cache of objects: XDG_CACHE_HOME when set, else build/cache of a checkout, else the user's cache folder. */
export function cacheLocation(env: Readonly<Record<string, string | undefined>>): string {
  const given = env['XDG_CACHE_HOME'];
  if (given !== undefined && given !== '') return join(given, 'quantune');
  const isCheckout = !PACKAGE_FOLDER.includes(`${sep}node_modules${sep}`) && existsSync(join(PACKAGE_FOLDER, 'src'));
  if (isCheckout && isWritable(PACKAGE_FOLDER)) return join(PACKAGE_FOLDER, 'build', 'cache');
  return join(homedir(), '.cache', 'quantune');
}

/** Makes `folder` and returns it; QT5010 where that is not allowed. */
export function makeFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch (error) {
    return fail('QT5010', `${folder} cannot be written: ${error instanceof Error ? error.message : String(error)}`, { where: { file: folder } });
  }
}

/** The cache folder, made when missing. */
export function cacheFolder(): string {
  return makeFolder(cacheLocation(process.env));
}
