// What of the machine Quantune needs, what was found, and the command that mends what is missing: the facts behind `doctor`.
// Looks at everything before it reports; a missing tool is a fact here, not an error.
import { type Diagnostic, DiagnosticError } from '../diagnostics/diagnostic.ts';
import { listTargets } from '../targets/load.ts';
import { cacheFolder } from './package-paths.ts';
import { countingPlugin } from './run-firmware.ts';
import { TESTED_QEMU, findQemu, findZig, isTestedQemu, qemuVersion } from './tools.ts';

export interface MachineFact {
  readonly what: string;
  readonly ok: boolean;
  /** Where it is; null when it was not found. */
  readonly found: string | null;
  readonly version: string | null;
  /** What to do; null when nothing is wrong. */
  readonly remedy: string | null;
  /** What does not work without it. */
  readonly neededFor: string;
}

const LEAST_NODE = 20;

type Found = Pick<MachineFact, 'ok' | 'found' | 'version' | 'remedy'>;

function firstOf(error: unknown): Diagnostic {
  const [first] = error instanceof DiagnosticError ? error.diagnostics : [];
  if (first === undefined) throw error;
  return first;
}

async function fact(what: string, neededFor: string, find: () => Found | Promise<Found>): Promise<MachineFact> {
  try {
    return { what, neededFor, ...(await find()) };
  } catch (error) {
    const diagnostic = firstOf(error);
    return { what, neededFor, ok: false, found: null, version: null, remedy: `${diagnostic.message}: ${diagnostic.remedy}` };
  }
}

function nodeFact(): Found {
  const ok = Number(process.versions.node.split('.')[0]) >= LEAST_NODE;
  return { ok, found: process.execPath, version: process.versions.node, remedy: ok ? null : `install Node.js ${LEAST_NODE} or later` };
}

async function qemuFact(binary: string): Promise<Found> {
  const found = findQemu(binary);
  const version = await qemuVersion(found);
  const ok = isTestedQemu(version);
  return { ok, found, version, remedy: ok ? null : `install QEMU ${TESTED_QEMU.join(' or ')}: counts were not tested with ${version}` };
}

function qemuPrograms(): readonly (readonly [string, string])[] {
  const uses = new Map<string, string[]>();
  for (const target of listTargets()) {
    for (const { qemu } of target.boards.slice(0, 1)) {
      if (qemu.mode !== 'native') uses.set(qemu.binary, [...(uses.get(qemu.binary) ?? []), target.id]);
    }
  }
  return [...uses].map(([binary, ids]) => [binary, `run on ${ids.join(', ')}`]);
}

/** Checks Node.js, compiler, emulators, counter and cache folder, in that order. */
export async function inspectMachine(): Promise<readonly MachineFact[]> {
  const emulators = await Promise.all(qemuPrograms().map(([binary, use]) => fact(binary, use, () => qemuFact(binary))));
  return [
    await fact('node', 'everything', nodeFact),
    await fact('zig', 'build for any target', () => ({ ok: true, found: findZig().program, version: findZig().version, remedy: null })),
    ...emulators,
    await fact('instruction counter', 'instruction counts', async () => ({ ok: true, found: await countingPlugin(), version: null, remedy: null })),
    await fact('cache folder', 'build', () => ({ ok: true, found: cacheFolder(), version: null, remedy: null })),
  ];
}
