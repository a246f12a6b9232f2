// Numbers as C literals that mean exactly the same in C99 and C++11.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type CText, trusted } from './c-text.ts';

/** An int32_t. */
export function intLiteral(value: number): CText {
  invariant(Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31, `${value} is not an int32`);
  return trusted(value === -(2 ** 31) ? '(-2147483647 - 1)' : String(Object.is(value, -0) ? 0 : value));
}

/** A 64-bit integer. */
export function int64Literal(value: bigint): CText {
  invariant(value >= -(2n ** 63n) && value < 2n ** 63n, `${value} is not an int64`);
  return trusted(value === -(2n ** 63n) ? '(-INT64_C(9223372036854775807) - 1)' : `INT64_C(${value})`);
}

/** An unsigned integer of at most 64 bits. */
export function uint64Literal(value: bigint): CText {
  invariant(value >= 0n && value < 2n ** 64n, `${value} is not a uint64`);
  return trusted(`UINT64_C(${value})`);
}

/** A size or offset. */
export function unsignedLiteral(value: number): CText {
  invariant(Number.isInteger(value) && value >= 0 && value < 2 ** 32, `${value} is not a uint32`);
  return trusted(`${value}U`);
}

/** A float: nine significant digits restore any binary32; infinity by its macro. */
export function floatLiteral(value: number): CText {
  invariant(!Number.isNaN(value), 'a constant is NaN');
  if (Math.abs(Math.fround(value)) === Infinity) return trusted(value < 0 ? '-QN_INFINITY' : 'QN_INFINITY');
  if (Object.is(value, -0)) return trusted('-0.0f');
  const text = Math.fround(value).toPrecision(9);
  const [mantissa = '', exponent] = text.split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/0+$/, '').replace(/\.$/, '.0') : `${mantissa}.0`;
  return trusted(`${short}${exponent === undefined ? '' : `e${exponent.replace('+', '')}`}f`);
}
