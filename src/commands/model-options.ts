// Options that several commands share: the model with its dynamic dimensions, and lists of numbers.
import { InvalidArgumentError } from 'commander';
import { fail } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../ir/graph.ts';
import { readModel } from '../onnx/read-model.ts';
import { type Model, importStage } from '../stages.ts';

/** `name=size` pairs. Throws QT6004. */
export function parseDims(list: readonly string[]): Map<string, number> {
  return new Map(list.map((text) => {
    const [, name = '', size = ''] = /^(.+)=(\d{1,9})$/.exec(text) ?? [];
    return name !== '' && Number(size) > 0 ? [name, Number(size)] : fail('QT6004', `--dim ${text} is not NAME=SIZE with a positive size`);
  }));
}

export function openModel(file: string, dims: readonly string[]): Model {
  return { ...readModel(file), dims: parseDims(dims) };
}

export function loadModel(file: string, dims: readonly string[]): Graph {
  return importStage(openModel(file, dims));
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
