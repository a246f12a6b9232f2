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

/** One or several octal digits; always three, so that a following digit cannot join. */
const ESCAPES: readonly Uint8Array[] = Array.from({ length: 256 }, (_, b) => {
  const plain = b >= 32 && b < 127 && b !== 34 && b !== 92 && b !== 63;
  return ENCODER.encode(plain ? String.fromCharCode(b) : `\\${b.toString(8).padStart(3, '0')}`);
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

function stringLiteral(data: TensorData): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const lines = Math.ceil(bytes.length / BYTES_PER_LINE);
  const text = new Uint8Array(bytes.length * 4 + lines * 7);
  let at = 0;
  const put = (codes: ArrayLike<number>): void => {
    text.set(codes, at);
    at += codes.length;
  };
  const open = ENCODER.encode('    "');
  const close = ENCODER.encode('"\n');
  for (let i = 0; i < bytes.length; i++) {
    if (i % BYTES_PER_LINE === 0) put(open);
    put(ESCAPES[bytes[i] ?? 0] ?? []);
    if ((i + 1) % BYTES_PER_LINE === 0 || i === bytes.length - 1) put(close);
  }
  return text.subarray(0, at);
}

export interface ArrayText {
  readonly symbol: string;
  readonly data: TensorData;
  /** `static` for tables in the model's own file. */
  readonly storage: '' | 'static ';
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

/** Definition, as UTF-8. */
export function arrayDefinition({ symbol, data, storage }: ArrayText): Uint8Array[] {
  const align = `QN_ALIGN(${ALIGNMENT}) `;
  if (!isLiteral(data)) return [ENCODER.encode(`${align}${storage}const ${elementType(data)} ${symbol}[${data.length}] = {\n${initialiser(data)}\n};\n`)];
  return [
    ENCODER.encode(`/* ${data.length} elements of ${elementType(data)}, little endian */\n${align}${storage}const ${symbol}_type ${symbol} = {\n`),
    stringLiteral(data),
    ENCODER.encode(`};\n`),
  ];
}
