// Options that several commands share: the model with its dynamic dimensions and fixed inputs, and lists of numbers.
import { type Command, InvalidArgumentError } from 'commander';
import { openFile } from '../data/byte-source.ts';
import { openNpy } from '../data/npy.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../ir/graph.ts';
import type { FixedValue } from '../onnx/fixed-inputs.ts';
import { readModel } from '../onnx/read-model.ts';
import { type Model, importStage } from '../stages.ts';

/** `name=size` pairs. Throws QT6004. */
export function parseDims(list: readonly string[]): Map<string, number> {
  return new Map(list.map((text) => {
    const [, name = '', size = ''] = /^(.+)=(\d{1,9})$/.exec(text) ?? [];
    return name !== '' && Number(size) > 0 ? [name, Number(size)] : fail('QT6004', `--dim ${text} is not NAME=SIZE with a positive size`);
  }));
}

/** What the caller says about the inputs of a model. */
export interface InputFlags {
  readonly dim: readonly string[];
  readonly fix: readonly string[];
  readonly state: readonly string[];
}

export function inputOptions(command: Command): Command {
  return command
    .option('--dim <name=size>', 'size of a dynamic dimension (repeatable)', collect, [])
    .option('--fix <input=value>', 'make an input a constant: numbers separated by commas, or a .npy file (repeatable)', collect, [])
    .option('--state <input=output>', 'keep an output in the slot of an input, for the next run (repeatable)', collect, []);
}

const NUMBER = /^(?:true|false|[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/i;

function numberOf(text: string): number | bigint {
  if (/^[+-]?\d+$/.test(text)) return BigInt(text);
  return text.toLowerCase() === 'true' ? 1 : text.toLowerCase() === 'false' ? 0 : Number(text);
}

function fixedNpy(path: string): FixedValue {
  const file = openNpy(openFile(path));
  try {
    return { values: Array.from<number | bigint>(file.all()), shape: file.shape };
  } finally {
    file.close();
  }
}

function fixedValue(text: string): [string, FixedValue] {
  const at = text.indexOf('=');
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  if (at > 0 && value.endsWith('.npy')) return [name, fixedNpy(value)];
  const numbers = value.split(',').map((t) => t.trim());
  if (at < 1 || !numbers.every((n) => NUMBER.test(n))) return fail('QT6004', `--fix ${text} is not INPUT=NUMBERS or INPUT=FILE.npy`);
  return [name, { values: numbers.map(numberOf), shape: null }];
}

/** `input=value` pairs. Throws QT6004, and QT3xxx for files. */
export function parseFixed(list: readonly string[]): Map<string, FixedValue> {
  return new Map(list.map(fixedValue));
}

/** `input=output` pairs. Throws QT6004. */
export function parseStates(list: readonly string[]): Map<string, string> {
  const pairs = list.map((text): [string, string] => {
    const [, input = '', output = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    return input !== '' ? [input, output] : fail('QT6004', `--state ${text} is not INPUT=OUTPUT`);
  });
  const states = new Map(pairs);
  return states.size === pairs.length ? states : fail('QT6004', '--state names an input twice');
}

export function openModel(file: string, { dim, fix, state }: InputFlags): Model {
  return { ...readModel(file), dims: parseDims(dim), fixed: parseFixed(fix), states: parseStates(state) };
}

export function loadModel(file: string, flags: InputFlags): Graph {
  return importStage(openModel(file, flags));
}

/** For commander: a comma-separated list of numbers. */
export function parseNumbers(text: string): number[] {
  const numbers = text.split(',').map(Number);
  if (text.trim() === '' || numbers.some((n) => !Number.isFinite(n))) throw new InvalidArgumentError('a comma-separated list of numbers is expected');
  return numbers;
}

/** For commander: a positive integer. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('a positive integer is expected');
  return Number(text);
}

/** For commander: repeatable options. */
export function collect(value: string, all: readonly string[]): readonly string[] {
  return [...all, value];
}

const BYTES: Readonly<Record<string, number>> = { KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 };

/** For commander: a size in KB, MB or GB, in bytes. */
export function parseSize(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(KB|MB|GB)$/.exec(text) ?? [];
  const factor = BYTES[unit];
  if (factor === undefined || Number(number) === 0) throw new InvalidArgumentError('a size such as 512MB or 2GB is expected');
  return Math.floor(Number(number) * factor);
}

/** For commander: repeatable lists of words separated by commas. */
export function collectWords(value: string, all: readonly string[]): readonly string[] {
  return [...new Set([...all, ...value.split(',').map((w) => w.trim()).filter((w) => w !== '')])];
}

/** For commander: a version of three numbers. */
export function parseRelease(text: string): string {
  if (!/^\d{1,5}\.\d{1,5}\.\d{1,5}$/.test(text)) throw new InvalidArgumentError('a version such as 1.2.0 is expected');
  return text;
}
