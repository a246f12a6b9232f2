// Which C files make a bench firmware: those of the generated folder, the model-independent bench, and those of the target.
// Order is fixed (sorted by path within each part), so that the same folder gives the same firmware.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fail } from '../diagnostics/diagnostic.ts';
import type { Target } from '../targets/target.ts';
import type { CompileUnit } from './object-cache.ts';
import { BENCH_FOLDER, RUNTIME_FOLDER } from './package-paths.ts';

/** model, weights and kernel make what ships; bench and startup only measure it. */
export type SourceRole = 'model' | 'weights' | 'kernel' | 'bench' | 'startup';

export interface FirmwareSource {
  readonly role: SourceRole;
  readonly unit: CompileUnit;
}

export interface SourceOptions {
  /** Record where units start (QN_UNIT_MARKS). */
  readonly profile: boolean;
  readonly extraFlags: readonly string[];
}

const BENCH_FILES = ['bench_main.c', 'bench_marks.c', 'stack_paint.c'];
const WEIGHTS_FILE = /_weights(_\d+)?\.c$/;

function cFilesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((e) => (e.isDirectory() ? cFilesBelow(join(folder, e.name)) : e.isFile() && e.name.endsWith('.c') ? [join(folder, e.name)] : []))
    .sort();
}

function generatedRole(path: string): SourceRole | null {
  const [top = '', ...below] = path.split(sep);
  if (below.length === 0) return WEIGHTS_FILE.test(top) ? 'weights' : 'model';
  return top === 'qn' ? 'kernel' : top === 'bench' ? 'bench' : null;
}

function generatedSources(folder: string, options: SourceOptions): readonly FirmwareSource[] {
  const kernelIncludes = [join(folder, 'qn', 'include'), join(folder, 'qn')];
  const includes = [folder, ...kernelIncludes, BENCH_FOLDER, join(RUNTIME_FOLDER, 'include')];
  const paths = [...readdirSync(folder).filter((n) => n.endsWith('.c')).sort(), ...['qn', 'bench'].flatMap((f) => cFilesBelow(join(folder, f)).map((p) => relative(folder, p)))];
  return paths.flatMap((source): FirmwareSource[] => {
    const role = generatedRole(source);
    if (role === null) return [];
    const marks = role === 'model' && options.profile ? ['-DQN_UNIT_MARKS'] : [];
    const unit = { folder, source, includes: role === 'kernel' ? kernelIncludes : includes, extra: [...marks, ...options.extraFlags], suffix: role === 'weights' ? '.weights.o' : '.o' };
    return [{ role, unit }];
  });
}

function supportSources(target: Target): readonly FirmwareSource[] {
  const unit = (folder: string, source: string): CompileUnit => ({ folder, source, includes: [BENCH_FOLDER], extra: [], suffix: '.o' });
  const bench = [...BENCH_FILES, join('ports', `${target.port}.c`)].map((source): FirmwareSource => ({ role: 'bench', unit: unit(BENCH_FOLDER, source) }));
  const startup = target.sources.map((path): FirmwareSource => ({ role: 'startup', unit: unit(dirname(path), relative(dirname(path), path)) }));
  return [...bench, ...startup];
}

function checkGenerated(folder: string): void {
  if (!(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false)) fail('QT5012', `${folder} is not a folder`, { where: { file: folder } });
  const missing = ['bench/bench_model.c', 'qn/include'].find((name) => !existsSync(join(folder, name)));
  if (missing !== undefined) fail('QT5012', `${folder} has no ${missing}`, { where: { file: folder } });
  if (!readdirSync(folder).some((name) => name.endsWith('.c') && !WEIGHTS_FILE.test(name))) fail('QT5012', `${folder} has no network in C (<name>.c)`, { where: { file: folder } });
}

/** All sources of the firmware that measures the network in `folder` (absolute) on `target`. QT5012 where the folder is incomplete. */
export function firmwareSources(folder: string, target: Target, options: SourceOptions): readonly FirmwareSource[] {
  checkGenerated(folder);
  return [...generatedSources(folder, options), ...supportSources(target)];
}
