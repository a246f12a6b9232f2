// Where compile and analyze take ranges from: sample inputs, or none (`--calibrate none`), with the range of the inputs where the caller knows it.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DataSetDescription } from '../data/data-set.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../ir/graph.ts';
import type { Normalization } from '../passes/fold-input-normalization.ts';
import type { CalibrationOptions } from '../pipeline.ts';
import { DEFAULT_OBSERVER, OBSERVERS, type ObserverName } from '../quantize/observers/registry.ts';
import type { Range } from '../quantize/scales.ts';
import { ownInputRange } from '../quantize/own-scales.ts';
import { randomInputs } from '../quantize/without-data.ts';
import { inputSpecs } from '../stages.ts';
import { parseCount, parseNumbers, parseSize } from './model-options.ts';

export interface CalibrationFlags {
  readonly calibrate?: string;
  readonly samples?: number;
  readonly observer: ObserverName;
  readonly inputRange?: Range;
  readonly memory?: number;
}

/** Instead of a data set; a folder of that name is `./none`. */
const NO_DATA = 'none';

function parseRange(text: string): Range {
  const [min, max, ...rest] = parseNumbers(text);
  if (min === undefined || max === undefined || rest.length > 0 || min >= max) throw new InvalidArgumentError('two numbers are expected, the smaller one first');
  return { min, max };
}

export function calibrationOptions(command: Command): Command {
  const observers = Object.values(OBSERVERS).map((o) => `${o.name}: ${o.summary}`).join('; ');
  return command
    .option('-c, --calibrate <data>', "sample inputs: .npy, .npz, folder or dataset.json; 'none' takes ranges from BatchNormalization and random inputs")
    .option('--samples <n>', 'most calibration samples (default: all)', parseCount)
    .addOption(new Option('--observer <name>', `how ranges are chosen (${observers})`).choices(Object.keys(OBSERVERS)).default(DEFAULT_OBSERVER))
    .option('--input-range <low,high>', 'with --calibrate none: range of the inputs (default: what explains the first BatchNormalization, or -1,1)', parseRange)
    .option('--memory <size>', 'memory to keep to, such as 512MB: fewer threads and metric samples are used where they would take more (default: no limit)', parseSize);
}

/** Golden inputs of a model that has scales of its own: the samples given, or random ones within the range of its inputs. */
export function ownInputsOf(float: Graph, flags: CalibrationFlags): CalibrationOptions {
  const { calibrate = NO_DATA, inputRange = ownInputRange(float) } = flags;
  const given = calibrate === NO_DATA ? null : calibrationOf(float, flags);
  return given ?? { ...randomInputs(float, inputRange), observer: flags.observer };
}

/** Range of normalized pixels over all channels. */
function rangeOfPixels({ mean, std }: Normalization): Range {
  const ends = mean.flatMap((m, c) => [0, 255].map((pixel) => (pixel - m) / (std[c] ?? std[0] ?? 1)));
  return { min: Math.min(...ends), max: Math.max(...ends) };
}

/** What calibration takes; null where no data was asked for. Throws QT6005. */
export function calibrationOf(float: Graph, flags: CalibrationFlags, normalization?: Normalization): (CalibrationOptions & { readonly dataSet: DataSetDescription }) | null {
  const { calibrate, samples, observer } = flags;
  if (flags.inputRange !== undefined && calibrate !== NO_DATA) fail('QT6005', '--input-range goes with --calibrate none: sample inputs have a range of their own');
  if (flags.inputRange !== undefined && normalization !== undefined) fail('QT6005', '--input-range and --mean, --std both say how large inputs are');
  if (calibrate === undefined) return null;
  const common = { observer, ...(samples === undefined ? {} : { samples }) };
  if (calibrate !== NO_DATA) return { dataSet: { path: calibrate, inputs: inputSpecs(float) }, ...common };
  return { ...randomInputs(float, flags.inputRange ?? (normalization && rangeOfPixels(normalization))), ...common };
}
