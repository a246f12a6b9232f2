// ONNX messages as bytes, by the field numbers of onnx.proto and without a schema: whatever is left out is absent, whatever is added comes last.
import { type Part, bytes, fixed32, join, message, packed, packedFloats, text, varint } from './protobuf-bytes.ts';

export const TYPE = { f32: 1, u8: 2, i8: 3, u16: 4, i16: 5, i32: 6, i64: 7, string: 8, bool: 9, f16: 10, f64: 11, u32: 12, u64: 13, complex64: 14, bf16: 16, f8: 17, u4: 21, i4: 22, f4: 23 } as const;

const ATTRIBUTE = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 } as const;

export interface TensorFields {
  readonly dims?: readonly (number | bigint)[];
  readonly type?: number;
  readonly floats?: readonly number[];
  readonly int32s?: readonly number[];
  readonly int64s?: readonly (number | bigint)[];
  readonly raw?: Uint8Array;
  readonly external?: Readonly<Record<string, string>>;
  readonly more?: readonly Part[];
}

function tensorParts(name: string, { dims = [], type = TYPE.f32, floats, int32s, int64s, raw, external, more = [] }: TensorFields): Part[] {
  const entries = Object.entries(external ?? {}).map(([k, v]) => message(13, text(1, k), text(2, v)));
  return [
    ...(dims.length === 0 ? [] : [packed(1, dims)]), varint(2, type), ...(name === '' ? [] : [text(8, name)]),
    ...(floats ? [packedFloats(4, floats)] : []), ...(int32s ? [packed(5, int32s)] : []), ...(int64s ? [packed(7, int64s)] : []),
    ...(raw ? [message(9, raw)] : []), ...entries, ...(external ? [varint(14, 1)] : []), ...more,
  ];
}

/** An initializer of a graph. */
export function initializer(name: string, fields: TensorFields): Part {
  return message(5, ...tensorParts(name, fields));
}

export const attr = {
  int: (name: string, value: number | bigint): Part => message(5, text(1, name), varint(3, value), varint(20, ATTRIBUTE.int)),
  ints: (name: string, ...values: readonly (number | bigint)[]): Part => message(5, text(1, name), packed(8, values), varint(20, ATTRIBUTE.ints)),
  float: (name: string, value: number): Part => message(5, text(1, name), fixed32(2, value), varint(20, ATTRIBUTE.float)),
  floats: (name: string, ...values: readonly number[]): Part => message(5, text(1, name), packedFloats(7, values), varint(20, ATTRIBUTE.floats)),
  text: (name: string, value: string): Part => message(5, text(1, name), text(4, value), varint(20, ATTRIBUTE.string)),
  texts: (name: string, ...values: readonly string[]): Part => message(5, text(1, name), ...values.map((v) => text(9, v)), varint(20, ATTRIBUTE.strings)),
  tensor: (name: string, fields: TensorFields): Part => message(5, text(1, name), message(5, ...tensorParts('', fields)), varint(20, ATTRIBUTE.tensor)),
  graph: (name: string, ...parts: readonly Part[]): Part => message(5, text(1, name), message(6, ...parts), varint(20, ATTRIBUTE.graph)),
  raw: (...parts: readonly Part[]): Part => message(5, ...parts),
} as const;

export interface NodeFields {
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly attrs?: readonly Part[];
}

export function node(op: string, { inputs = ['x'], outputs = ['y'], name = 'the node', domain, attrs = [] }: NodeFields = {}): Part {
  return message(1, ...inputs.map((i) => text(1, i)), ...outputs.map((o) => text(2, o)), ...(name === '' ? [] : [text(3, name)]), text(4, op), ...attrs, ...(domain === undefined ? [] : [text(7, domain)]));
}

/** A size, a name, or null for a dimension that says nothing. */
export type Dim = number | bigint | string | null;

function dimension(dim: Dim): Part {
  if (dim === null) return message(1);
  return message(1, typeof dim === 'string' ? text(2, dim) : varint(1, dim));
}

function valueParts(name: string, dims: readonly Dim[], type: number): Part[] {
  return [text(1, name), message(2, message(1, varint(1, type), message(2, ...dims.map(dimension))))];
}

export function input(name: string, dims: readonly Dim[], type: number = TYPE.f32): Part {
  return message(11, ...valueParts(name, dims, type));
}

export function output(name: string, dims: readonly Dim[] = [], type: number = TYPE.f32): Part {
  return message(12, ...valueParts(name, dims, type));
}

export const opset = (version: number | bigint, domain = ''): Part => message(8, ...(domain === '' ? [] : [text(1, domain)]), varint(2, version));

/** IR version 8 and opset 13 around a graph. */
export function model(...graph: readonly Part[]): Part {
  return modelOf([varint(1, 8), opset(13)], graph);
}

/** Any fields around a graph. */
export function modelOf(fields: readonly Part[], graph: readonly Part[]): Part {
  return join(...fields, bytes(7, new Uint8Array(Buffer.concat(graph))));
}
