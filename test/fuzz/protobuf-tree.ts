// A serialized message as a tree of fields, so that a mutation changes one thing and the lengths around it follow. Reads what the schema knows as messages;
// everything else stays bytes. Mutations keep most of a model intact, which is how they get past the decoder.
import type protobuf from 'protobufjs';
import { MODEL_PROTO } from '../../src/onnx/schema.ts';
import { type Part, number } from '../support/protobuf-bytes.ts';
import { type Dice, EDGES, mutateBytes } from './dice.ts';

export interface Field {
  id: number;
  wire: number;
  /** Of the message that it is a field of. */
  type: protobuf.Type | null;
  content: Uint8Array | Field[] | bigint;
}

function varintAt(bytes: Uint8Array, at: number): { value: bigint; next: number } {
  let value = 0n;
  for (let shift = 0n; shift < 70n && at < bytes.length; shift += 7n) {
    const byte = bytes[at++] ?? 0;
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) break;
  }
  return { value, next: at };
}

export function parse(bytes: Uint8Array, type: protobuf.Type | null = MODEL_PROTO): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < bytes.length; ) {
    const key = varintAt(bytes, at);
    const [id, wire] = [Number(key.value >> 3n), Number(key.value & 7n)];
    at = key.next;
    if (wire === 0) {
      const { value, next } = varintAt(bytes, at);
      fields.push({ id, wire, type, content: value });
      at = next;
      continue;
    }
    const length = wire === 2 ? varintAt(bytes, at) : { value: wire === 1 ? 8n : 4n, next: at };
    const content = bytes.slice(length.next, length.next + Number(length.value));
    at = length.next + Number(length.value);
    const inner = wire === 2 ? type?.fieldsById[id]?.resolve().resolvedType : null;
    fields.push({ id, wire, type, content: inner && 'fieldsById' in inner ? parse(content, inner) : content });
  }
  return fields;
}

export function serialize(fields: readonly Field[]): Uint8Array {
  const parts: Part[] = [];
  for (const { id, wire, content } of fields) {
    parts.push(number(id * 8 + wire));
    if (typeof content === 'bigint') parts.push(number(content));
    else {
      const bytes = Array.isArray(content) ? serialize(content) : content;
      if (wire === 2) parts.push(number(bytes.length));
      parts.push(bytes);
    }
  }
  return new Uint8Array(Buffer.concat(parts));
}

interface Place {
  readonly siblings: Field[];
  readonly index: number;
}

/** Every field of the tree, and where it stands. */
export function places(fields: Field[], found: Place[] = []): Place[] {
  fields.forEach((field, index) => {
    found.push({ siblings: fields, index });
    if (Array.isArray(field.content)) places(field.content, found);
  });
  return found;
}

const NAMES: readonly string[] = ['', 'x', 'y', 'Relu', 'Add', 'Conv', 'Gemm', 'Reshape', 'Transpose', 'Concat', 'MaxPool', 'Softmax', 'Slice', 'Pad', 'Cast', 'Gather', 'LSTM', 'If', 'Loop', 'axis', 'perm', 'pads', 'value', 'to', 'shape', '__proto__', '\u0000', '*/'];

function copyOf(field: Field): Field {
  return { ...field, content: Array.isArray(field.content) ? field.content.map(copyOf) : field.content };
}

function changeContent(field: Field, all: readonly Place[], dice: Dice): void {
  const { content } = field;
  if (typeof content === 'bigint') field.content = dice.chance(3) ? content + BigInt(dice.below(5) - 2) : dice.pick(EDGES);
  else if (Array.isArray(content)) content.reverse();
  else if (dice.chance(2) && field.type?.fieldsById[field.id]?.type === 'string') field.content = otherName(all, dice);
  else if (dice.chance(3) && content.length <= 64) field.content = Uint8Array.from([...content].flatMap((b) => (dice.chance(4) ? [...number(dice.pick(EDGES))] : [b])));
  else field.content = mutateBytes(content, dice);
}

/** A name that occurs in the model, or one that means something. */
function otherName(all: readonly Place[], dice: Dice): Uint8Array {
  const strings = all.flatMap(({ siblings, index }) => {
    const field = siblings[index];
    return field?.content instanceof Uint8Array && field.type?.fieldsById[field.id]?.type === 'string' ? [field.content] : [];
  });
  return dice.chance(2) || strings.length === 0 ? new TextEncoder().encode(dice.pick(NAMES)) : dice.pick(strings);
}

/** One field deleted, repeated, moved, exchanged, changed in number, wire type or content. */
function mutateField(fields: Field[], dice: Dice): void {
  const all = places(fields);
  if (all.length === 0) return;
  const { siblings, index } = dice.pick(all);
  const field = siblings[index];
  if (field === undefined) return;
  switch (dice.below(10)) {
    case 0: siblings.splice(index, 1); break;
    case 1: siblings.splice(index, 0, copyOf(field)); break;
    case 2: {
      const alike = all.filter((p) => p.siblings[p.index]?.id === field.id && p.siblings[p.index]?.type === field.type);
      const other = dice.pick(alike);
      siblings[index] = copyOf(other.siblings[other.index] ?? field);
      break;
    }
    case 3: siblings.splice(dice.below(siblings.length), 0, ...siblings.splice(index, 1)); break;
    case 4: field.id = dice.chance(2) ? dice.below(30) : field.id + 1; break;
    case 5: if (dice.chance(4)) field.wire = dice.below(8); break;
    default: changeContent(field, all, dice);
  }
}

/** A model with one to four changes. */
export function mutateModel(bytes: Uint8Array, dice: Dice): Uint8Array {
  if (dice.chance(12)) return mutateBytes(bytes, dice);
  const fields = parse(bytes);
  for (let i = dice.pick([0, 0, 0, 1, 1, 2, 3]); i >= 0; i--) mutateField(fields, dice);
  return serialize(fields);
}
