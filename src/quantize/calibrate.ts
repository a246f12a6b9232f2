// Calibration: one float inference per sample, streaming, in bounded memory; then an observer turns the statistics of each tensor into a range.
import { openDataSet } from '../data/open-data-set.ts';
import type { DataSetDescription } from '../data/data-set.ts';
import { type Report, diagnose, invariant } from '../diagnostics/diagnostic.ts';
import { type ChannelStatistics, channelStatistics } from '../execute/statistics.ts';
import { type PatchSpec, type Patches, columnsOf, joinPatches } from '../execute/patches.ts';
import { checkExecutable } from '../execute/executor.ts';
import { buffersByUnit } from '../execute/observe.ts';
import { runTask } from '../execute/pool.ts';
import type { ObserveResult } from '../execute/task.ts';
import type { PlannedProgram } from '../kernels/program.ts';
import { OBSERVERS, type Observer, type ObserverName } from './observers/registry.ts';
import type { Range } from './scales.ts';

export interface CalibrateOptions {
  /** Float program for the executor. */
  readonly program: PlannedProgram;
  readonly dataSet: DataSetDescription;
  readonly observer: ObserverName;
  /** Most samples used; all by default. */
  readonly samples?: number;
  /** Where the activations of the first samples are kept for comparison. */
  readonly keep?: { readonly folder: string; readonly samples: number };
  /** What of the units' inputs is sampled, for a number of samples. */
  readonly patches?: (samples: number) => readonly PatchSpec[];
  readonly threads: number;
  readonly report: Report;
  readonly progress?: (done: number, total: number) => void;
}

export interface Calibration {
  /** Range by buffer name. */
  readonly ranges: ReadonlyMap<string, Range>;
  /** Statistics per channel, by buffer name. */
  readonly channels: ReadonlyMap<string, ChannelStatistics>;
  /** Sampled inputs of units, by key. */
  readonly patches: ReadonlyMap<string, Patches>;
  readonly samples: number;
  /** Whole-network executions; one per sample. */
  readonly executions: number;
}

/** Throws QT3502 for a network that the executor cannot hold, QT3xxx for data that does not fit, QT3504 for activations that are not finite. */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  checkExecutable(options.program);
  const dataSet = openDataSet(options.dataSet.path, options.dataSet, options.report);
  const samples = Math.min(dataSet.length, options.samples ?? Infinity);
  const firstSample = dataSet.nameOf(0);
  dataSet.close();
  const observer = OBSERVERS[options.observer];
  if (samples < observer.leastSamples) {
    options.report(diagnose('QT3505', `${samples} samples for observer ${observer.name}, which wants at least ${observer.leastSamples}`, { where: { file: options.dataSet.path } }));
  }
  const progress = options.progress === undefined ? {} : { progress: options.progress };
  const specs = options.patches?.(samples) ?? [];
  const result = await runTask({ kind: 'observe', float: options.program, dataSet: options.dataSet, patches: specs, ...(options.keep ? { keep: options.keep } : {}) }, samples, { threads: options.threads, ...progress });
  invariant(result.kind === 'observe', 'calibration observes');
  const channels = new Map([...result.channels].map(([name, rows]) => [name, channelStatistics(rows)]));
  warnOfFewElements(result, observer, options);
  warnOfConstants({ statistics: result.statistics, channels, samples, firstSample }, options);
  const ranges = new Map([...result.statistics].map(([name, statistics]) => [name, observer.range(statistics, channels.get(name))]));
  const patches = new Map(specs.map((spec) => [spec.key, joinPatches(result.patches.get(spec.key) ?? [], columnsOf(spec))]));
  return { ranges, channels, patches, samples, executions: result.executions };
}

/** QT3508: tensors of which the observer can say no more than their extremes. */
function warnOfFewElements({ statistics }: Pick<ObserveResult, 'statistics'>, { name, leastElements = 0 }: Observer, { dataSet, report }: CalibrateOptions): void {
  const few = [...statistics].filter(([, own]) => own.counts.reduce((sum, c) => sum + c, 0) < leastElements);
  if (few.length === 0) return;
  report(diagnose('QT3508', `observer ${name} wants at least ${leastElements} elements of a tensor; ${few.length} of ${statistics.size} tensors have fewer`, { where: { file: dataSet.path } }));
}

interface Seen {
  readonly statistics: ObserveResult['statistics'];
  readonly channels: ReadonlyMap<string, ChannelStatistics>;
  readonly samples: number;
  readonly firstSample: string;
}

/** QT3509: what does not depend on the sample. */
function warnOfConstants({ statistics, channels, samples, firstSample }: Seen, { program, dataSet, report }: CalibrateOptions): void {
  if (samples < 2) return;
  const makers = new Map([...buffersByUnit(program)].flatMap(([unit, buffers]) => buffers.map((b) => [program.buffers[b]?.name ?? '', program.units[unit]?.name])));
  const constant = [...statistics].filter(([value, own]) => {
    const per = channels.get(value);
    return per === undefined ? own.counts.filter((c) => c > 0).length === 1 : per.min.every((v, c) => v === per.max[c]);
  });
  const byUnit = new Map(constant.map(([value]) => [makers.get(value) ?? `input ${value}`, value]));
  for (const value of byUnit.values()) {
    const unit = makers.get(value);
    const what = unit === undefined ? `input '${value}'` : `unit '${unit}'`;
    report(diagnose('QT3509', `${what} gives the same for all ${samples} samples, from ${firstSample} on`, { where: { file: dataSet.path, value, ...(unit === undefined ? {} : { node: unit }) } }));
  }
}
