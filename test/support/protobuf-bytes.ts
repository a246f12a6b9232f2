// Writes the protobuf wire format field by field, also as no encoder would: any order, wrong wire types, wrong lengths. Knows no message.

export type Part = Uint8Array;

export function join(...parts: readonly Part[]): Part {
  return new Uint8Array(Buffer.concat(parts));
}

/** A base-128 number; negative numbers are 64-bit two's complement, as int64 and int32 fields are. */
export function number(value: number | bigint): Part {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

function key(id: number, wire: number): Part {
  return number(id * 8 + wire);
}

export function varint(id: number, value: number | bigint): Part {
  return join(key(id, 0), number(value));
}

export function fixed64(id: number, value: number): Part {
  return join(key(id, 1), new Uint8Array(Float64Array.of(value).buffer));
}

export function fixed32(id: number, value: number): Part {
  return join(key(id, 5), new Uint8Array(Float32Array.of(value).buffer));
}

export function bytes(id: number, content: Part): Part {
  return join(key(id, 2), number(content.length), content);
}

/** A field that claims `length` bytes and holds `content`. */
export function claiming(id: number, length: number | bigint, content: Part): Part {
  return join(key(id, 2), number(length), content);
}

export function text(id: number, content: string): Part {
  return bytes(id, new TextEncoder().encode(content));
}

export function message(id: number, ...parts: readonly Part[]): Part {
  return bytes(id, new Uint8Array(Buffer.concat(parts)));
}

export function packed(id: number, values: readonly (number | bigint)[]): Part {
  return bytes(id, join(...values.map(number)));
}

export function packedFloats(id: number, values: readonly number[]): Part {
  return bytes(id, new Uint8Array(Float32Array.from(values).buffer));
}

/** A field in the form of a group, which ONNX has none of. */
export function group(id: number, ...parts: readonly Part[]): Part {
  return join(key(id, 3), ...parts, key(id, 4));
}
