// Walks the wire format of a model before it is decoded, and refuses what would cost memory without end: too many messages, strings or numbers, names
// without end, nesting. Allocates nothing per field and follows the schema. Whatever else is wrong with the bytes, the decoder says.
import type protobuf from 'protobufjs';
import { fail } from '../diagnostics/diagnostic.ts';
import { LIMITS } from './limits.ts';
import { MODEL_PROTO } from './schema.ts';

const WIRE = { varint: 0, fixed64: 1, bytes: 2, groupStart: 3, groupEnd: 4, fixed32: 5 } as const;
const LONGEST_VARINT = 10;

/** Repeated fields by what they count as. */
const COUNTED: Readonly<Record<string, 'nodes' | 'initializers'>> = { 'GraphProto.node': 'nodes', 'GraphProto.initializer': 'initializers' };
type Counted = 'nodes' | 'initializers' | 'messages' | 'strings' | 'numbers' | 'longNumbers';

const WHAT: Readonly<Record<Counted, string>> = {
  nodes: 'nodes', initializers: 'initializers', messages: 'messages', strings: 'strings', numbers: 'numbers outside raw_data', longNumbers: '64-bit numbers outside raw_data',
};

class Scanner {
  readonly #bytes: Uint8Array;
  readonly #file: string;
  readonly #counts = new Map<Counted, number>();
  #at = 0;

  constructor(bytes: Uint8Array, file: string) {
    this.#bytes = bytes;
    this.#file = file;
  }

  run(): void {
    const open = [{ type: MODEL_PROTO, end: this.#bytes.length }];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (this.#at >= top.end) {
        open.pop();
        continue;
      }
      const key = this.#varint();
      const inner = this.#field(top.type, key);
      if (inner === 'damaged') return;
      if (inner === null) continue;
      if (open.length >= LIMITS.nesting) this.#refuse(`messages lie within one another more than ${LIMITS.nesting} deep`);
      open.push(inner);
    }
  }

  /** Passes over a field, or gives the message to go into. */
  #field(type: protobuf.Type, key: number): { type: protobuf.Type; end: number } | null | 'damaged' {
    const [id, wire] = [Math.floor(key / 8), key % 8];
    if (id === 0) return 'damaged';
    const field = type.fieldsById[id];
    switch (wire) {
      case WIRE.varint:
        this.#varint();
        return this.#scalar(field);
      case WIRE.fixed64:
        this.#at += 8;
        return this.#scalar(field);
      case WIRE.fixed32:
        this.#at += 4;
        return this.#scalar(field);
      case WIRE.bytes: return this.#delimited(type, field);
      case WIRE.groupStart:
      case WIRE.groupEnd: return fail('QT1003', `'${this.#file}' holds a group, which ONNX has none of`, { where: { file: this.#file, at: this.#at } });
      default: return 'damaged';
    }
  }

  #scalar(field: protobuf.Field | undefined): null {
    if (field?.repeated === true) this.#count(isLong(field) ? 'longNumbers' : 'numbers', 1);
    return null;
  }

  #delimited(type: protobuf.Type, field: protobuf.Field | undefined): { type: protobuf.Type; end: number } | null | 'damaged' {
    const length = this.#varint();
    const end = this.#at + length;
    if (end > this.#bytes.length) return 'damaged';
    const message = field?.resolve().resolvedType;
    if (message && 'fieldsById' in message) {
      this.#count('messages', 1);
      const counted = COUNTED[`${type.name}.${field?.name ?? ''}`];
      if (counted !== undefined) this.#count(counted, 1);
      return { type: message, end };
    }
    if (field !== undefined) this.#content(field, length);
    this.#at = end;
    return null;
  }

  #content(field: protobuf.Field, length: number): void {
    if (field.type === 'string' && length > LIMITS.nameLength) this.#refuse(`a name (${field.name}) has ${length} bytes; at most ${LIMITS.nameLength} are supported`);
    if (field.type === 'string' || field.type === 'bytes') this.#count('strings', 1);
    else if (field.type === 'float') this.#count('numbers', length >> 2);
    else if (field.type === 'double') this.#count('numbers', length >> 3);
    else this.#count(isLong(field) ? 'longNumbers' : 'numbers', this.#varints(length));
  }

  /** How many base-128 numbers end within `length` bytes. */
  #varints(length: number): number {
    let count = 0;
    for (let i = this.#at; i < this.#at + length; i++) count += (this.#bytes[i] ?? 0) < 128 ? 1 : 0;
    return count;
  }

  #varint(): number {
    let value = 0;
    for (let i = 0; i < LONGEST_VARINT; i++) {
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) break;
    }
    return value;
  }

  #count(what: Counted, by: number): void {
    const count = (this.#counts.get(what) ?? 0) + by;
    this.#counts.set(what, count);
    if (count > LIMITS[what]) this.#refuse(`the model has more than ${LIMITS[what]} ${WHAT[what]}`);
  }

  #refuse(message: string): never {
    return fail('QT1004', message, { where: { file: this.#file, at: this.#at } });
  }
}

function isLong({ type }: protobuf.Field): boolean {
  return type === 'int64' || type === 'uint64';
}

/** Throws QT1004 where a limit is exceeded, QT1003 on groups. */
export function scanModel(bytes: Uint8Array, file: string): void {
  new Scanner(bytes, file).run();
}
