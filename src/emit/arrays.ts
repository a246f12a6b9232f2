// Constant arrays as C. Small ones are readable initialisers; large ones are string literals in a union with the element type, which compile
// a hundred times faster and take a tenth of the memory. Formatted in TypeScript into bytes, never through a template.
import { invariant } from '../diagnostics/diagnostic.ts';
import type { TensorData } from '../ir/dtype.ts';
import { ALIGNMENT } from '../kernels/program.ts';
import { floatLiteral, int64Literal, intLiteral, uint64Literal, unsignedLiteral } from './literal.ts';

/** From this size on an array becomes a string literal. */
export const LITERAL_BYTES = 65536;

const ENCODER = new TextEncoder();
const BYTES_PER_LINE = 48;

export function elementType(data: TensorData): string {
  if (data instanceof Float32Array) return 'float';
  if (data instanceof Int8Array) return 'int8_t';
  if (data instanceof Uint8Array) return 'uint8_t';
  if (data instanceof Int32Array) return 'int32_t';
  if (data instanceof Uint32Array) return 'uint32_t';
  if (data instanceof BigInt64Array) return 'int64_t';
  if (data instanceof BigUint64Array) return 'uint64_t';
  if (data instanceof Uint16Array) return 'uint16_t';
  invariant(data instanceof Int16Array, `constants of ${data.constructor.name} are not emitted`);
  return 'int16_t';
}

function isPlain(byte: number): boolean {
  return byte >= 32 && byte < 127 && byte !== 34 && byte !== 92 && byte !== 63;
}

/** How each byte is written: itself, or a backslash and octal digits; always three, so that a following digit cannot join. */
const LENGTHS = Uint8Array.from({ length: 256 }, (_, b) => (isPlain(b) ? 1 : 4));
const CODES = Uint8Array.from({ length: 1024 }, (_, i) => {
  const byte = i >> 2;
  return isPlain(byte) ? byte : `\\${byte.toString(8).padStart(3, '0')}`.charCodeAt(i & 3);
});

function literals(data: TensorData): string[] {
  if (data instanceof BigInt64Array) return Array.from(data, int64Literal);
  if (data instanceof BigUint64Array) return Array.from(data, uint64Literal);
  const literal = data instanceof Float32Array ? floatLiteral : data instanceof Uint32Array ? unsignedLiteral : intLiteral;
  return Array.from(data, literal);
}

const PER_LINE: Readonly<Record<number, number>> = { 1: 16, 2: 16, 4: 8, 8: 4 };

function initialiser(data: TensorData): string {
  const perLine = data instanceof Float32Array ? 6 : (PER_LINE[data.BYTES_PER_ELEMENT] ?? 4);
  const texts = literals(data);
  const width = texts.reduce((w, t) => Math.max(w, t.length), 0);
  const lines: string[] = [];
  for (let i = 0; i < texts.length; i += perLine) lines.push(`    ${texts.slice(i, i + perLine).map((t) => t.padStart(width)).join(', ')},`);
  return lines.join('\n');
}

/** Bytes of data per piece of text. */
const PIECE_BYTES = BYTES_PER_LINE * 8192;

const OPEN = ENCODER.encode('    "');
const CLOSE = ENCODER.encode('"\n');

/** One piece of a string literal: whole lines, but for the last. */
function literalPiece(bytes: Uint8Array): Uint8Array {
  const text = new Uint8Array(bytes.length * 4 + Math.ceil(bytes.length / BYTES_PER_LINE) * (OPEN.length + CLOSE.length));
  let at = 0;
  for (let start = 0; start < bytes.length; start += BYTES_PER_LINE) {
    text.set(OPEN, at);
    at += OPEN.length;
    const end = Math.min(bytes.length, start + BYTES_PER_LINE);
    for (let i = start; i < end; i++) {
      const byte = bytes[i] ?? 0;
      const length = LENGTHS[byte] ?? 0;
      for (let k = 0; k < length; k++) text[at++] = CODES[4 * byte + k] ?? 0;
    }
    text.set(CLOSE, at);
    at += CLOSE.length;
  }
  return text.subarray(0, at);
}

function* stringLiteral(data: TensorData): Iterable<Uint8Array> {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  for (let i = 0; i < bytes.length; i += PIECE_BYTES) yield literalPiece(bytes.subarray(i, i + PIECE_BYTES));
}

export interface ArrayText {
  readonly symbol: string;
  readonly data: TensorData;
  /** What the definition begins with: the section that the constant belongs to. */
  readonly prefix: string;
}

export function isLiteral(data: TensorData): boolean {
  return data.byteLength >= LITERAL_BYTES;
}

/** Expression that is a pointer to the elements. */
export function arrayExpression(symbol: string, data: TensorData): string {
  return isLiteral(data) ? `${symbol}.elements` : symbol;
}

/** Declaration without initialiser, for the weights header. */
export function arrayDeclaration(symbol: string, data: TensorData): string {
  const type = elementType(data);
  if (!isLiteral(data)) return `extern const ${type} ${symbol}[${data.length}];`;
  return `typedef union {\n    char bytes[${data.byteLength + 1}];\n    ${type} elements[${data.length}];\n} ${symbol}_type;\nextern const ${symbol}_type ${symbol};`;
}

/** Definition, as UTF-8, piece by piece. */
export function* arrayDefinition({ symbol, data, prefix }: ArrayText): Iterable<Uint8Array> {
  const align = `QN_ALIGN(${ALIGNMENT}) `;
  if (!isLiteral(data)) {
    yield ENCODER.encode(`${align}${prefix}const ${elementType(data)} ${symbol}[${data.length}] = {\n${initialiser(data)}\n};\n`);
    return;
  }
  yield ENCODER.encode(`/* ${data.length} elements of ${elementType(data)}, little endian */\n${align}${prefix}const ${symbol}_type ${symbol} = {\n`);
  yield* stringLiteral(data);
  yield ENCODER.encode(`};\n`);
}
