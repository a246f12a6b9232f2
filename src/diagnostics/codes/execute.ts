// QT35xx: the WebAssembly executor and its workers. QT36xx: budgets and allocation.
import type { CodeSpec } from '../diagnostic.ts';

export const EXECUTE_CODES = {
  QT3501: { title: 'the executor module is missing or unusable', remedy: 'run `npm run build` (it compiles runtime-c to dist/runtime.wasm)', exit: 3 },
  QT3502: { title: 'the network does not fit the memory of the executor', remedy: 'reduce the input size, or free memory; at most 4 GB can be used', exit: 1 },
  QT3503: { title: 'a worker thread ended', remedy: 'free memory, or use fewer threads (--threads 1)', exit: 3 },
  QT3504: { title: 'an activation is NaN or infinite', remedy: 'check the preprocessing of the named sample (scale, mean, std) and the model weights', exit: 1 },
  QT3505: { title: 'too few samples for a good range', remedy: 'give more calibration samples, or use --observer min-max', exit: 1, severity: 'warning' },
  QT3506: { title: 'INT8 needs calibration data', remedy: 'give sample inputs with --calibrate, do without any (--calibrate none), or compile with --precision float', exit: 2 },
  QT3507: { title: 'activations could not be kept', remedy: 'free space in the temporary folder, or use fewer metric samples (--metric-samples)', exit: 3 },
  QT3508: { title: 'too few elements for the observer', remedy: 'give more calibration samples, or use --observer expected', exit: 1, severity: 'warning' },
  QT3509: { title: 'an activation is the same for all samples', remedy: 'check the samples and their preprocessing; if they differ, the unit is dead: its output can be replaced by a constant', exit: 1, severity: 'warning' },
  QT3510: { title: 'ranges were chosen without data', remedy: 'give sample inputs with --calibrate, or at least the range of the inputs with --input-range; measure the accuracy before you rely on it', exit: 1, severity: 'warning' },
  QT3511: { title: 'less is done at once, to keep to the memory or disk there is', remedy: 'raise --memory, free space in the temporary folder, or set TMPDIR to a larger disk', exit: 1, severity: 'warning' },
  QT3512: { title: 'the memory or disk does not suffice', remedy: 'allow what the message says with --memory, or free space in the temporary folder (TMPDIR)', exit: 1 },
  QT3601: { title: 'the budget cannot be met', remedy: 'allow what the message says can be reached', exit: 1 },
  QT3602: { title: 'no unit of that name', remedy: 'use a name that `quantune analyze` lists', exit: 2 },
  QT3603: { title: 'a budget cannot be read', remedy: 'write --budget float-macs=10% or --budget sqnr=35dB', exit: 2 },
  QT3604: { title: 'metric weights are not four shares of 1', remedy: 'give four weights of at least 0 that sum to 1 for W-SQNR, A-SQNR, W-MSE and A-MSE, such as 0.25,0.25,0.25,0.25', exit: 2 },
} as const satisfies Record<string, CodeSpec>;
