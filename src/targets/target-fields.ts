// Reads the objects of a target.json strictly: known keys only, each value of its type. The first fault ends in QT4003,
// which names the file, the path of the field, what was found and what was expected.
import { fail } from '../diagnostics/diagnostic.ts';
import { suggestion } from '../diagnostics/near-match.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 * 1024, G: 1024 * 1024 * 1024 };
const ADDRESS_SPACE = 2 ** 32;

export class TargetFields {
  readonly file: string;
  readonly path: string;
  readonly #record: Readonly<Record<string, unknown>>;

  /** `path` is where the object lies in the document: '' or 'boards[0].memory'. */
  constructor(value: unknown, file: string, path = '') {
    this.file = file;
    this.path = path;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    this.#record = isObject ? Object.fromEntries(Object.entries(value)) : {};
    if (!isObject) this.refuse('', 'an object', value);
  }

  /** Refuses keys that are not in `keys`. */
  only(keys: readonly string[]): this {
    const unknown = Object.keys(this.#record).find((key) => !keys.includes(key));
    if (unknown !== undefined) {
      const at = this.at(unknown);
      fail('QT4003', `${this.file}: '${at}' is not a field${suggestion(unknown, keys)}`, { where: { file: this.file, at } });
    }
    return this;
  }

  has(key: string): boolean {
    return this.#record[key] !== undefined;
  }

  at(key: string): string {
    return [this.path, key].filter((part) => part !== '').join('.');
  }

  refuse(key: string, expected: string, value: unknown = this.#record[key]): never {
    const at = this.at(key);
    const found = (JSON.stringify(value) ?? 'nothing').slice(0, 80);
    return fail('QT4003', `${this.file}: ${at === '' ? 'the document' : `'${at}'`} must be ${expected}; found ${found}`, { where: { file: this.file, at } });
  }

  string(key: string, pattern = /^.+$/s, expected = 'a non-empty string'): string {
    const value = this.#record[key];
    return typeof value === 'string' && pattern.test(value) ? value : this.refuse(key, expected);
  }

  choice<T extends string>(key: string, choices: readonly T[]): T {
    return choices.find((c) => c === this.#record[key]) ?? this.refuse(key, `one of ${choices.join(', ')}`);
  }

  strings(key: string): readonly string[] {
    const value = this.#record[key];
    const isText = (v: unknown): v is string => typeof v === 'string' && v !== '';
    return Array.isArray(value) && value.every(isText) ? value : this.refuse(key, 'a list of non-empty strings');
  }

  /** A number of bytes below 4 GB, as a number or as text: 4096, "0x20000000", "256K", "4M". */
  bytes(key: string): number {
    const value = this.#record[key];
    const match = /^(0x[0-9a-f]+|\d+)([KMG]?)$/i.exec(typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '');
    const bytes = match === null ? Number.NaN : Number(match[1]) * (UNITS[(match[2] ?? '').toUpperCase()] ?? Number.NaN);
    return bytes >= 0 && bytes <= ADDRESS_SPACE ? bytes : this.refuse(key, 'a number of bytes (4096, "0x1000", "256K", "4M")');
  }

  object(key: string): TargetFields {
    return new TargetFields(this.#record[key], this.file, this.at(key));
  }

  /** A list of at least one object. */
  objects(key: string): readonly [TargetFields, ...TargetFields[]] {
    const value = this.#record[key];
    if (!Array.isArray(value)) return this.refuse(key, 'a list of objects');
    const [first, ...rest] = value.map((v: unknown, i) => new TargetFields(v, this.file, `${this.at(key)}[${i}]`));
    return first === undefined ? this.refuse(key, 'a list of at least one object') : [first, ...rest];
  }
}
