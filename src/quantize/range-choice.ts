// Chooses between ranges by what they are worth: the SQNR at the outputs of the all-INT8 network on calibration samples. First the ranges of least
// expected error against those of least error at the readers, on samples that the latter were chosen without; then what won, made with all
// samples, against itself with other ranges of the inputs. How many samples are looked at follows from the size of the network only, so the choice is the same everywhere.
import type { DataSetDescription } from '../data/data-set.ts';
import { openDataSet } from '../data/open-data-set.ts';
import { InputTrials } from '../execute/input-trials.ts';
import type { TensorData } from '../ir/dtype.ts';
import type { Graph } from '../ir/graph.ts';
import type { PlannedProgram } from '../kernels/program.ts';
import { gridRange, searchRange, withInputRange } from './input-ranges.ts';
import type { ObserverName } from './observers/registry.ts';
import { type Ranges, affineInt8 } from './scales.ts';
import type { QuantScheme } from './scheme.ts';

/** Multiply-accumulates of one pass over the samples that are held out, and of the whole search of one input. */
const MEASURED_MACS = 4e9;
const SEARCHED_MACS = 8e9;
/** Inferences per sample of the search of one input. */
const TRIALS = 42;
const LEAST_SAMPLES = 8;
const MOST_HELD_OUT = 64;
const MOST_SEARCHED = 128;
/** A rule replaces the one before where it is better by this, in dB: on few samples less may be chance. Of two ranges of the inputs the better is clearer. */
const RULE_MARGIN_DB = 0.75;
const INPUT_MARGIN_DB = 0.1;

export interface ChoiceInput {
  /** The graph that is quantized, and ranges of its values by the rule `expected`. */
  readonly graph: Graph;
  readonly ranges: Ranges;
  /** Float program over the model's own inputs, whose values are those of the graph. */
  readonly float: PlannedProgram;
  readonly scheme: QuantScheme;
  readonly dataSet: DataSetDescription;
  /** Calibration samples. */
  readonly samples: number;
  /** Whether the ranges of the inputs are given by what they are (pixels). */
  readonly inputsKnown: boolean;
  /** Ranges of least error at the readers, chosen without the samples that are held out; null where they are no candidate. */
  readonly refined: ((heldOut: ReadonlySet<number>) => Ranges) | null;
  /** SQNR in dB of the all-INT8 network on some samples. */
  measure(ranges: Ranges, samples: readonly number[]): Promise<number>;
}

export interface RangeChoice {
  readonly ranges: Ranges;
  readonly observer: ObserverName;
}

export function macsOf(program: PlannedProgram): number {
  return program.units.reduce((sum, u) => sum + u.macs, 0);
}

/** Evenly spaced numbers below `samples`, `part` (0 to 1) of a space from 0. */
function spread(samples: number, count: number, part: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.min(samples - 1, Math.floor(((i + part) * samples) / count)));
}

/** Samples that are held out; none where they would be too few to say much. */
export function heldOutOf(samples: number, macs: number): number[] {
  const count = Math.min(MOST_HELD_OUT, Math.floor(samples / 4), Math.floor(MEASURED_MACS / Math.max(1, macs)));
  return count < LEAST_SAMPLES ? [] : spread(samples, count, 0.5);
}

/** Samples that ranges of inputs are searched on: two numbers for each input are no more than many samples can say. None where the network is too large. */
function searchedOf({ samples, float }: ChoiceInput): number[] {
  const count = Math.min(samples, MOST_SEARCHED, Math.floor(SEARCHED_MACS / (TRIALS * Math.max(1, macsOf(float)))));
  return count < LEAST_SAMPLES ? [] : spread(samples, count, 0.5);
}

export async function chooseRanges(input: ChoiceInput): Promise<RangeChoice> {
  const heldOut = heldOutOf(input.samples, macsOf(input.float));
  const expected: RangeChoice = { ranges: input.ranges, observer: 'expected' };
  if (heldOut.length === 0) return expected;
  const best = await bestRule(input, expected, heldOut);
  if (input.inputsKnown) return best;
  const searched = searchedOf(input);
  const samples = searched.length > 0 ? searched : heldOut;
  const ranges = withSearchedInputs(input, best.ranges, { samples, searches: searched.length > 0 });
  return ranges !== best.ranges && (await isBetter(input, [best.ranges, ranges], { samples, margin: INPUT_MARGIN_DB })) ? { ...best, ranges } : best;
}

async function bestRule(input: ChoiceInput, expected: RangeChoice, heldOut: readonly number[]): Promise<RangeChoice> {
  const { refined } = input;
  if (refined === null) return expected;
  const wins = await isBetter(input, [expected.ranges, refined(new Set(heldOut))], { samples: heldOut, margin: RULE_MARGIN_DB });
  return wins ? { ranges: refined(new Set()), observer: 'output' } : expected;
}

/** Whether the second measures better than the first by a margin in dB. */
async function isBetter({ measure }: ChoiceInput, [first, second]: readonly [Ranges, Ranges], { samples, margin }: { samples: readonly number[]; margin: number }): Promise<boolean> {
  const before = await measure(first, samples);
  return (await measure(second, samples)) > before + margin;
}

function inputsOf({ dataSet }: ChoiceInput, samples: readonly number[]): (readonly TensorData[])[] {
  const opened = openDataSet(dataSet.path, dataSet);
  try {
    return samples.map((i) => opened.sample(i).inputs);
  } finally {
    opened.close();
  }
}

/** The same ranges where no input has a better one. */
function withSearchedInputs(input: ChoiceInput, ranges: Ranges, { samples, searches }: { samples: readonly number[]; searches: boolean }): Ranges {
  const { graph, float, scheme } = input;
  const data = inputsOf(input, samples);
  const trials = searches ? new InputTrials(float, data) : null;
  return graph.inputs.reduce<Ranges>((now, id, index) => {
    const start = now.get(id);
    if (start === undefined) return now;
    const grid = gridRange(data.flatMap((inputs) => (inputs[index] instanceof Float32Array ? [inputs[index]] : [])));
    const found = grid ?? (trials === null ? start : searchRange(start, (range) => trials.sqnrDb(index, affineInt8(range, scheme))));
    return found.min === start.min && found.max === start.max ? now : withInputRange(graph, now, id, found);
  }, ranges);
}
