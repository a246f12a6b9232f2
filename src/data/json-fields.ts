// Reads an object of a JSON document strictly: every key must be known, every value of its type and range.
// The first fault ends in QT3002, which names file, path of the field, what was found and what was expected.
import { fail } from '../diagnostics/diagnostic.ts';
import { suggestion } from '../diagnostics/near-match.ts';

function found(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

export interface Range {
  readonly min?: number;
  readonly max?: number;
}

export class JsonFields {
  readonly file: string;
  readonly #at: string;
  readonly #record: Readonly<Record<string, unknown>>;

  /** `at` is the path of the object in the document, '' for the document itself. */
  constructor(value: unknown, file: string, at = '') {
    this.file = file;
    this.#at = at;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    this.#record = isObject ? Object.fromEntries(Object.entries(value)) : {};
    if (!isObject) this.refuse(null, 'an object', value);
  }

  /** Refuses keys that are not in `keys`, with the nearest that is. */
  only(keys: readonly string[]): this {
    for (const key of Object.keys(this.#record)) {
      if (!keys.includes(key)) fail('QT3002', `'${this.pathOf(key)}' is not a field${suggestion(key, keys)}`, { where: { file: this.file, at: this.pathOf(key) } });
    }
    return this;
  }

  has(key: string): boolean {
    return this.#record[key] !== undefined;
  }

  pathOf(key: string | null): string {
    return [this.#at, key ?? ''].filter((part) => part !== '').join('.');
  }

  refuse(key: string | null, expected: string, value: unknown = key === null ? undefined : this.#record[key]): never {
    const at = this.pathOf(key);
    const what = at === '' ? 'the document' : `'${at}'`;
    return fail('QT3002', `${what} must be ${expected}; found ${found(value)}`, { where: { file: this.file, at } });
  }

  object(key: string): JsonFields {
    return new JsonFields(this.#record[key], this.file, this.pathOf(key));
  }

  string(key: string): string {
    const value = this.#record[key];
    return typeof value === 'string' && value !== '' ? value : this.refuse(key, 'a string');
  }

  boolean(key: string): boolean {
    const value = this.#record[key];
    return typeof value === 'boolean' ? value : this.refuse(key, 'true or false');
  }

  number(key: string, range: Range = {}): number {
    const value = this.#record[key];
    const inside = typeof value === 'number' && Number.isFinite(value) && value >= (range.min ?? -Infinity) && value <= (range.max ?? Infinity);
    return inside ? value : this.refuse(key, `a number${rangeText(range)}`);
  }

  integer(key: string, range: Range = {}): number {
    const value = this.#record[key];
    const inside = typeof value === 'number' && Number.isSafeInteger(value) && value >= (range.min ?? -Infinity) && value <= (range.max ?? Infinity);
    return inside ? value : this.refuse(key, `a whole number${rangeText(range)}`);
  }

  /** A list of numbers of bounded length. */
  numbers(key: string, options: Range & { readonly whole?: boolean; readonly least?: number; readonly most?: number } = {}): readonly number[] {
    const value = this.#record[key];
    const kind = options.whole === true ? 'whole numbers' : 'numbers';
    const { min = -Infinity, max = Infinity, least = 0, most = Infinity } = options;
    const isGood = (v: unknown): v is number => typeof v === 'number' && Number.isFinite(v) && v >= min && v <= max && (options.whole !== true || Number.isSafeInteger(v));
    if (!Array.isArray(value) || value.length < least || value.length > most || !value.every(isGood)) return this.refuse(key, `a list of ${countText(least, most)}${kind}${rangeText(options)}`);
    return value;
  }

  strings(key: string): readonly string[] {
    const value = this.#record[key];
    const isName = (v: unknown): v is string => typeof v === 'string' && v !== '';
    return Array.isArray(value) && value.length > 0 && value.every(isName) ? value : this.refuse(key, 'a list of strings');
  }

  isList(key: string): boolean {
    return Array.isArray(this.#record[key]);
  }

  choice<T extends string>(key: string, choices: readonly T[]): T {
    const value = this.#record[key];
    const match = choices.find((choice) => choice === value);
    if (match !== undefined) return match;
    const hint = typeof value === 'string' ? suggestion(value, choices) : '';
    return fail('QT3002', `'${this.pathOf(key)}' must be one of ${choices.join(', ')}; found ${found(value)}${hint.startsWith('; did') ? hint : ''}`, { where: { file: this.file, at: this.pathOf(key) } });
  }

  /** `read(key)` where the key is there, `absent` otherwise. */
  optional<T, U>(key: string, read: (key: string) => T, absent: U): T | U {
    return this.has(key) ? read(key) : absent;
  }
}

function countText(least: number, most: number): string {
  if (least === most) return `${least} `;
  return most === Infinity ? (least > 0 ? `at least ${least} ` : '') : `${least} to ${most} `;
}

function rangeText({ min, max }: Range): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}
