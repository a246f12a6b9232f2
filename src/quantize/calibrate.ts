// Calibration: one float inference per sample, streaming, in bounded memory; then an observer turns the statistics of each tensor into a range.
import { openDataSet } from '../data/open-data-set.ts';
import type { DataSetDescription } from '../data/data-set.ts';
import { type Report, diagnose, invariant } from '../diagnostics/diagnostic.ts';
import { type ChannelStatistics, channelStatistics } from '../execute/statistics.ts';
import { type PatchSpec, type Patches, columnsOf, joinPatches } from '../execute/patches.ts';
import { runTask } from '../execute/pool.ts';
import type { PlannedProgram } from '../kernels/program.ts';
import { OBSERVERS, type ObserverName } from './observers/registry.ts';
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

/** Throws QT3xxx for data that does not fit, QT3504 for activations that are not finite. */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const dataSet = openDataSet(options.dataSet.path, options.dataSet, options.report);
  const samples = Math.min(dataSet.length, options.samples ?? Infinity);
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
  const ranges = new Map([...result.statistics].map(([name, statistics]) => [name, observer.range(statistics, channels.get(name))]));
  const patches = new Map(specs.map((spec) => [spec.key, joinPatches(result.patches.get(spec.key) ?? [], columnsOf(spec))]));
  return { ranges, channels, patches, samples, executions: result.executions };
}
