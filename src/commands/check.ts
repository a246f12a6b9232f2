// quantune check: measure a generated folder and compare with a stored baseline; exit status 1 when accuracy, instructions or memory got worse.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { fail } from '../diagnostics/diagnostic.ts';
import type { CheckFigure, CheckResult, RunResult } from '../report/report.ts';
import { left, renderTable, right } from '../report/table.ts';
import { openGenerated } from './generated-folder.ts';
import { type RunOptions, measurementOptions, runFolder } from './run.ts';
import { type Outcome, execute } from './session.ts';

interface CheckOptions extends RunOptions {
  readonly baseline: string;
  readonly updateBaseline?: boolean;
}

/** Figures of a run by name. Lower is better, except accuracy figures. */
type Figures = Readonly<Record<string, number>>;

const HIGHER_IS_BETTER: readonly string[] = ['quantized', 'agreement', 'outputSqnrDb'];
/** An accuracy figure may fall by this much, in its own unit, without being worse: float outputs may differ in the last bit. */
const TOLERANCE = 0.005;

export function figuresOf(run: RunResult): Figures {
  const all: Readonly<Record<string, number | null>> = {
    quantized: run.metric === 'golden' ? null : run.quantized,
    agreement: run.agreement,
    outputSqnrDb: run.outputSqnrDb,
    instructions: run.instructions?.total ?? null,
    arenaBytes: run.memory.arenaBytes,
    stackBytes: run.memory.stackBytes,
    codeBytes: run.memory.codeBytes,
    tableBytes: run.memory.tableBytes,
    weightBytes: run.memory.weightBytes,
    bytesDifferent: run.hostMatch.bytesDifferent,
  };
  return Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === null || !Number.isFinite(value) ? [] : [[name, value]])));
}

/** Every figure of the baseline must be there still and be no worse. */
export function compareFigures(baseline: Figures, now: Figures): CheckFigure[] {
  const names = [...new Set([...Object.keys(baseline), ...Object.keys(now)])];
  return names.map((name) => {
    const before = baseline[name] ?? null;
    const current = now[name] ?? null;
    if (before === null || current === null) return { name, baseline: before, now: current, limit: before, ok: before === null };
    const higher = HIGHER_IS_BETTER.includes(name);
    const limit = higher ? before - TOLERANCE : before;
    return { name, baseline: before, now: current, limit, ok: higher ? current >= limit : current <= limit };
  });
}

interface Baseline {
  readonly generator: 'quantune';
  readonly name: string;
  readonly target: string;
  readonly figures: Figures;
}

function isFigures(value: unknown): value is Figures {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((v) => typeof v === 'number' && Number.isFinite(v));
}

function readBaseline(file: string, run: RunResult): Figures {
  const where = { file };
  if (!existsSync(file)) fail('QT6007', `baseline '${file}' does not exist`, { where });
  let parsed: Partial<Record<keyof Baseline, unknown>> = {};
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    fail('QT6007', `baseline '${file}' is not JSON`, { where });
  }
  if (parsed === null || typeof parsed !== 'object' || parsed.generator !== 'quantune' || !isFigures(parsed.figures)) return fail('QT6007', `'${file}' is not a baseline of Quantune`, { where });
  if (parsed.name !== run.name || parsed.target !== run.target) fail('QT6007', `baseline '${file}' is of ${String(parsed.name)} on ${String(parsed.target)}, not of ${run.name} on ${run.target}`, { where });
  return parsed.figures;
}

function writeBaseline(file: string, run: RunResult): void {
  const baseline: Baseline = { generator: 'quantune', name: run.name, target: run.target, figures: figuresOf(run) };
  try {
    writeFileSync(file, `${JSON.stringify(baseline, null, 2)}\n`);
  } catch (error) {
    fail('QT6002', `'${file}' cannot be written (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'})`, { where: { file } });
  }
}

function text(result: CheckResult): string {
  const show = (v: number | null): string => (v === null ? '-' : String(Math.round(v * 1000) / 1000));
  const rows = result.figures.map((f) => [f.name, show(f.baseline), show(f.now), f.ok ? 'ok' : 'WORSE']);
  return `${renderTable([left('figure'), right('baseline'), right('now'), left('')], rows)}\n\n${result.passed ? 'passed' : 'failed: figures got worse than the baseline'}`;
}

export function registerCheck(program: Command): void {
  const command = program
    .command('check')
    .description('compare a generated folder with a stored baseline; exit 1 when it got worse')
    .argument('<folder>', 'folder that `quantune compile` wrote')
    .requiredOption('-b, --baseline <file>', 'baseline file')
    .option('--update-baseline', 'measure and store as the new baseline');
  measurementOptions(command)
    .addHelpText('after', '\nExample:\n  quantune check firmware/net --baseline net.baseline.json --update-baseline\n  quantune check firmware/net --baseline net.baseline.json')
    .action((folder: string, options: CheckOptions) => execute('check', options, async (session): Promise<Outcome<CheckResult>> => {
      const run = await runFolder(openGenerated(folder), options, session);
      if (options.updateBaseline === true) writeBaseline(options.baseline, run);
      const figures = compareFigures(readBaseline(options.baseline, run), figuresOf(run));
      const result: CheckResult = { command: 'check', passed: figures.every((f) => f.ok), figures };
      return { result, text: text(result), failed: !result.passed };
    }));
}
