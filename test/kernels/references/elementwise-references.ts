// What element-wise kernels compute: every element from its definition, integers as exact ones that are cut to their width afterwards.
// Operands are found by multiplying coordinates and strides, element by element.
import { type DType, type TensorData, bytesOf, makeData } from '../../../src/ir/dtype.ts';
import { roundHalfEven } from '../../../src/numeric/rounding.ts';
import { erf, gelu, power, sigmoid, softplus } from '../../../src/numeric/special-functions.ts';
import type { Operands } from '../cases/kernel-case.ts';
import type { Params, Reference } from './kernel-references.ts';

type Element = number | bigint;

const NO_DATA: TensorData = new Float32Array();

/** Offset into each operand, for every output element. */
function offsets(p: Params, ...operands: readonly string[]): number[][] {
  const sizes = [0, 1, 2, 3].map((i) => p.get(`d${i}`));
  const count = sizes.reduce((product, d) => product * d, 1);
  return Array.from({ length: count }, (_, linear) => {
    let rest = linear;
    const at = [0, 0, 0, 0];
    for (let i = 3; i >= 0; i--) {
      at[i] = rest % (sizes[i] ?? 1);
      rest = Math.floor(rest / (sizes[i] ?? 1));
    }
    return operands.map((name) => at.reduce((sum, index, i) => sum + index * p.get(`${name}_s${i}`), 0));
  });
}

function isWide(dtype: DType): boolean {
  return dtype === 'i64' || dtype === 'u64';
}

/** Elements into an array of that type; integers modulo its width. */
export function stored(dtype: DType, elements: readonly Element[]): TensorData {
  const data = makeData(dtype, elements.length);
  elements.forEach((v, i) => {
    if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[i] = BigInt(v);
    else data[i] = dtype === 'f32' ? Number(v) : Number(BigInt.asIntN(32, BigInt(v)));
  });
  return data;
}

/** The integer that the bits stand for: signed or not, whatever array holds them. */
function integer(dtype: DType, v: Element): bigint {
  const bits = 8 * bytesOf(dtype);
  return dtype.startsWith('i') ? BigInt.asIntN(bits, BigInt(v)) : BigInt.asUintN(bits, BigInt(v));
}

function binaryInteger(x: DType, y: DType, f: (a: bigint, b: bigint) => bigint | boolean): Reference {
  return (p, { a, b }) => stored(y, offsets(p, 'a', 'b').map(([i = 0, j = 0]) => BigInt(f(integer(x, (a ?? NO_DATA)[i] ?? 0), integer(x, (b ?? NO_DATA)[j] ?? 0)))));
}

function binaryFloat(y: 'f32' | 'bool', f: (a: number, b: number, p: Params) => number | boolean): Reference {
  return (p, { a, b }) => {
    const elements = offsets(p, 'a', 'b').map(([i = 0, j = 0]) => Number(f(Number((a ?? NO_DATA)[i]), Number((b ?? NO_DATA)[j]), p)));
    return y === 'f32' ? Float32Array.from(elements) : Uint8Array.from(elements);
  };
}

function unary(y: DType, f: (x: never, p: Params) => Element | boolean): Reference {
  const of = f as (x: Element, p: Params) => Element | boolean;
  return (p, { x }: Operands) => stored(y, Array.from({ length: p.get('count') }, (_, i) => {
    const result = of((x ?? NO_DATA)[i] ?? 0, p);
    return typeof result === 'boolean' ? Number(result) : result;
  }));
}

function select(p: Params, { c, a, b, y }: Operands): TensorData {
  const out = (y ?? NO_DATA).slice();
  offsets(p, 'c', 'a', 'b').forEach(([k = 0, i = 0, j = 0], at) => (out[at] = (Number(c?.[k]) !== 0 ? a?.[i] : b?.[j]) ?? 0));
  return out;
}

function clamped(p: Params, v: number): number {
  return Number.isNaN(v) ? v : Math.min(p.get('out_max'), Math.max(p.get('out_min'), v));
}

function floored(a: bigint, b: bigint): bigint {
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

function integerPower(bits: number): (a: bigint, b: bigint) => bigint {
  const modulo = 1n << BigInt(bits);
  return (a, b) => {
    if (b < 0n) return a === 1n ? 1n : a === -1n ? (b % 2n === 0n ? 1n : -1n) : 0n;
    let [result, square] = [1n, BigInt.asUintN(bits, a)];
    for (let left = b; left > 0n; left >>= 1n) {
      if (left % 2n === 1n) result = (result * square) % modulo;
      square = (square * square) % modulo;
    }
    return result;
  };
}

/** Kernels that are the same for signed and unsigned integers of a width. */
function byWidth(dtype: 'i32' | 'i64'): Record<string, Reference> {
  const plain = (f: (a: bigint, b: bigint) => bigint): Reference => binaryInteger(dtype, dtype, f);
  const bits = 8 * bytesOf(dtype);
  const u: DType = dtype === 'i32' ? 'u32' : 'u64';
  const unsigned = (f: (a: bigint, b: bigint) => bigint): Reference => binaryInteger(u, u, f);
  return {
    [`add_${dtype}`]: plain((a, b) => a + b), [`sub_${dtype}`]: plain((a, b) => a - b), [`mul_${dtype}`]: plain((a, b) => a * b),
    [`and_${dtype}`]: plain((a, b) => a & b), [`or_${dtype}`]: plain((a, b) => a | b), [`xor_${dtype}`]: plain((a, b) => a ^ b),
    [`equal_${dtype}`]: binaryInteger(dtype, 'bool', (a, b) => a === b), [`pow_${dtype}`]: plain(integerPower(bits)),
    [`div_${dtype}`]: plain((a, b) => (b === 0n ? 0n : a / b)), [`rem_${dtype}`]: plain((a, b) => (b === 0n ? 0n : a % b)),
    [`mod_${dtype}`]: plain((a, b) => (b === 0n ? 0n : floored(a, b))),
    [`div_${u}`]: unsigned((a, b) => (b === 0n ? 0n : a / b)), [`mod_${u}`]: unsigned((a, b) => (b === 0n ? 0n : a % b)),
    [`shl_${u}`]: unsigned((a, b) => (b < bits ? a << b : 0n)), [`shr_${u}`]: unsigned((a, b) => (b < bits ? a >> b : 0n)),
    [`neg_${dtype}`]: unary(dtype, (x: Element) => -BigInt(x)), [`abs_${dtype}`]: unary(dtype, (x: Element) => (x < 0 ? -BigInt(x) : x)),
    [`sign_${dtype}`]: unary(dtype, (x: Element) => (x < 0 ? -1 : x > 0 ? 1 : 0)),
  };
}

function ordered(dtype: DType): Record<string, Reference> {
  return {
    [`min_${dtype}`]: binaryInteger(dtype, dtype, (a, b) => (b < a ? b : a)), [`max_${dtype}`]: binaryInteger(dtype, dtype, (a, b) => (b < a ? a : b)),
    [`less_${dtype}`]: binaryInteger(dtype, 'bool', (a, b) => a < b), [`less_equal_${dtype}`]: binaryInteger(dtype, 'bool', (a, b) => a <= b),
  };
}

/** Truncated and limited to the range of the type. */
export function toInteger(dtype: DType, x: number): bigint {
  const bits = 8 * bytesOf(dtype);
  const [low, high] = dtype.startsWith('i') ? [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n] : [0n, 2n ** BigInt(bits) - 1n];
  if (Number.isNaN(x)) return 0n;
  if (!Number.isFinite(x)) return x > 0 ? high : low;
  const whole = BigInt(Math.trunc(x));
  return whole < low ? low : whole > high ? high : whole;
}

/** Nearest float with `bits` bits of mantissa and no exponent below `least`, halves to even; infinity from `limit` on. */
function onGrid(x: number, bits: number, least: number, limit: number): number {
  if (!Number.isFinite(x) || x === 0) return x;
  const step = 2 ** (Math.max(least, Math.floor(Math.log2(Math.abs(x)))) - bits);
  const rounded = roundHalfEven(x / step) * step;
  return Math.abs(rounded) >= limit ? Math.sign(x) * Infinity : rounded;
}

function casts(): Record<string, Reference> {
  const list: Record<string, Reference> = {};
  const pairs: readonly (readonly [DType, DType])[] = [
    ['i8', 'i32'], ['u8', 'i32'], ['i16', 'i32'], ['u16', 'i32'], ['i8', 'f32'], ['u8', 'f32'], ['i16', 'f32'], ['u16', 'f32'], ['i32', 'i8'], ['i32', 'i16'], ['i32', 'i64'],
    ['u32', 'i64'], ['i64', 'i32'], ['i32', 'f32'], ['u32', 'f32'], ['i64', 'f32'], ['u64', 'f32'],
  ];
  for (const [x, y] of pairs) list[`cast_${x}_${y}`] = unary(y, (v: Element) => (y === 'f32' && isWide(x) ? nearestFloat(BigInt(v)) : v));
  for (const y of ['i32', 'u32', 'i64', 'u64'] as const) list[`cast_f32_${y}`] = unary(y, (v: number) => toInteger(y, v));
  for (const x of ['u8', 'i32', 'i64', 'f32']) list[`cast_${x}_bool`] = unary('bool', (v: Element) => Number(v) !== 0);
  return list;
}

/** Rounded once, not by way of a double. */
function nearestFloat(v: bigint): number {
  const magnitude = v < 0n ? -v : v;
  const dropped = Math.max(0, magnitude.toString(2).length - 24);
  const unit = 1n << BigInt(dropped);
  const [kept, rest] = [magnitude / unit, 2n * (magnitude % unit)];
  const up = rest > unit || (rest === unit && kept % 2n === 1n);
  return Number(v < 0n ? -1 : 1) * Number((kept + (up ? 1n : 0n)) * unit);
}

/** Functions of one float by kernel name without its type. */
const FUNCTIONS: Readonly<Record<string, (x: number, p: Params) => number>> = {
  exp: Math.exp, log: Math.log, sqrt: Math.sqrt, reciprocal: (x) => 1 / x, sin: Math.sin, cos: Math.cos, tan: Math.tan, asin: Math.asin, acos: Math.acos, atan: Math.atan,
  sinh: Math.sinh, cosh: Math.cosh, asinh: Math.asinh, acosh: Math.acosh, atanh: Math.atanh, erf, floor: Math.floor, ceil: Math.ceil, round: roundHalfEven,
  softplus, softsign: (x) => x / (1 + Math.abs(x)), mish: (x) => (x < -100 ? 0 : x * Math.tanh(softplus(x))), gelu: (x) => gelu(x), gelu_tanh: (x) => (x < -100 ? 0 : gelu(x, true)),
  swish: (x, p) => (x === -Infinity ? 0 : x * sigmoid(p.get('alpha') * x)), hard_sigmoid: (x, p) => Math.min(1, Math.max(0, p.get('alpha') * x + p.get('beta'))),
  hard_swish: (x) => x * Math.min(1, Math.max(0, x / 6 + 0.5)), leaky_relu: (x, p) => (x < 0 ? p.get('alpha') * x : x), elu: (x, p) => (x < 0 ? p.get('alpha') * Math.expm1(x) : x),
  celu: (x, p) => (x < 0 ? p.get('alpha') * Math.expm1(x / p.get('alpha')) : x), selu: (x, p) => p.get('gamma') * (x < 0 ? p.get('alpha') * Math.expm1(x) : x),
  shrink: (x, p) => (x < -p.get('lambda') ? x + p.get('bias') : x > p.get('lambda') ? x - p.get('bias') : 0), thresholded_relu: (x, p) => (x > p.get('alpha') ? x : 0),
};

/** Zeros compare by their sign. */
function smaller(a: number, b: number): number {
  return Math.min(a, b);
}

export const ELEMENTWISE_REFERENCES: Readonly<Record<string, Reference>> = {
  ...byWidth('i32'), ...byWidth('i64'), ...ordered('i32'), ...ordered('u32'), ...ordered('i64'), ...ordered('u64'), ...casts(),
  add_broadcast_f32: binaryFloat('f32', (a, b, p) => clamped(p, a + b)),
  sub_broadcast_f32: binaryFloat('f32', (a, b, p) => clamped(p, a - b)),
  mul_broadcast_f32: binaryFloat('f32', (a, b, p) => clamped(p, a * b)),
  div_broadcast_f32: binaryFloat('f32', (a, b, p) => clamped(p, a / b)),
  min_f32: binaryFloat('f32', smaller), max_f32: binaryFloat('f32', (a, b) => -smaller(-a, -b)),
  ...Object.fromEntries(Object.entries(FUNCTIONS).map(([name, f]) => [`${name}_f32`, unary('f32', f)])),
  pow_f32: binaryFloat('f32', power), rem_f32: binaryFloat('f32', (a, b) => a % b), prelu_f32: binaryFloat('f32', (a, b) => (a < 0 ? a * b : a)),
  equal_f32: binaryFloat('bool', (a, b) => a === b), less_f32: binaryFloat('bool', (a, b) => a < b), less_equal_f32: binaryFloat('bool', (a, b) => a <= b),
  and_8: binaryInteger('u8', 'u8', (a, b) => a & b), or_8: binaryInteger('u8', 'u8', (a, b) => a | b), xor_8: binaryInteger('u8', 'u8', (a, b) => a ^ b),
  equal_8: binaryInteger('u8', 'bool', (a, b) => a === b),
  where_8: select, where_16: select, where_32: select, where_64: select,
  not_8: unary('bool', (x: number) => x === 0),
  neg_f32: unary('f32', (x: number) => -x), abs_f32: unary('f32', (x: number) => Math.abs(x)), sign_f32: unary('f32', (x: number) => Math.sign(x)),
  round_to_f16: unary('f32', (x: number) => onGrid(x, 10, -14, 65520)),
  round_to_bf16: unary('f32', (x: number) => onGrid(x, 7, -126, 2 ** 128)),
};
