// Cases of kernels with broadcast operands and of unary kernels on every element type: each kind of broadcasting, extremes, in place where allowed.
import { type DType, type TensorData, makeData } from '../../../src/ir/dtype.ts';
import { KERNELS } from '../../../src/kernels/index.gen.ts';
import type { KernelDef, OperandDef } from '../../../src/kernels/kernel-def.ts';
import type { ParamValues } from '../../../src/kernels/program.ts';
import { ELEMENTWISE_REFERENCES } from '../references/elementwise-references.ts';
import { type KernelCase, floatClamp, floatData, random } from './kernel-case.ts';

/** Sizes, and which operands have each dimension (others are broadcast along it). */
interface Shape {
  readonly name: string;
  readonly sizes: readonly [number, number, number, number];
  readonly a: readonly boolean[];
  readonly b: readonly boolean[];
}

const ALL = [true, true, true, true];
const SHAPES: readonly Shape[] = [
  { name: 'one', sizes: [1, 1, 1, 1], a: ALL, b: ALL },
  { name: 'equal', sizes: [1, 1, 1, 67], a: ALL, b: ALL },
  { name: 'scalar', sizes: [1, 1, 1, 37], a: ALL, b: [false, false, false, false] },
  { name: 'scalar first', sizes: [1, 1, 1, 19], a: [false, false, false, false], b: ALL },
  { name: 'row', sizes: [1, 1, 5, 7], a: ALL, b: [true, true, false, true] },
  { name: 'column', sizes: [1, 1, 4, 9], a: ALL, b: [true, true, true, false] },
  { name: 'outer', sizes: [1, 1, 6, 5], a: [true, true, true, false], b: [true, true, false, true] },
  { name: 'alternating', sizes: [2, 3, 2, 5], a: [true, false, true, false], b: [false, true, false, true] },
];

const FLOATS: readonly number[] = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, 1.5, 2.5, -0.5, -1.5, 1e-30, 1e30, -1e30, 65519, 65520, 5.9604645e-8, 2.9802322e-8, -3e-8, 6.1e-5, 2147483520, 2147483648, -2147483648, 4294967040, 4294967296, 9.2e18, -9.3e18, 1.9e19, 3.39e38, 1e-40];
const INTEGERS: readonly bigint[] = [0n, 1n, -1n, 2n, -2n, 3n, -3n, 31n, 32n, 33n, 63n, 64n, 127n, 128n, 255n, -128n, -129n, 32767n, 32768n, 65535n, 2n ** 24n + 1n, 2n ** 31n - 1n, 2n ** 31n, -(2n ** 31n), 2n ** 32n - 1n, 2n ** 53n + 1n, 2n ** 62n + 2n ** 38n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 64n - 1n];

/** Extremes in a mixed order, small numbers and any numbers. */
export function elements(dtype: DType, length: number, seed: number): TensorData {
  const next = random(seed);
  const data = makeData(dtype, length);
  for (let i = 0; i < length; i++) {
    const pick = next();
    if (dtype === 'f32') data[i] = pick < 0.5 ? (FLOATS[Math.floor(next() * FLOATS.length)] ?? 0) : pick < 0.75 ? Math.round((next() - 0.5) * 20) : (next() - 0.5) * 2 ** Math.floor(next() * 60);
    else if (dtype === 'bool') data[i] = pick < 0.5 ? 0 : 1;
    else {
      const value = pick < 0.5 ? (INTEGERS[Math.floor(next() * INTEGERS.length)] ?? 0n) : pick < 0.8 ? BigInt(Math.round((next() - 0.3) * 20)) : BigInt(Math.floor((next() - 0.5) * 2 ** 62));
      if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[i] = value;
      else data[i] = Number(BigInt.asIntN(32, value));
    }
  }
  return data;
}

function stridesAlong(name: string, { sizes }: Shape, has: readonly boolean[]): { readonly params: ParamValues; readonly count: number } {
  let count = 1;
  const strides = [0, 0, 0, 0];
  for (let i = 3; i >= 0; i--) {
    if (has[i] !== true || sizes[i] === 1) continue;
    strides[i] = count;
    count *= sizes[i] ?? 1;
  }
  return { params: Object.fromEntries(strides.map((s, i) => [`${name}_s${i}`, s])), count };
}

function alsoInPlace(one: KernelCase, { variants: [portable], operands }: KernelDef): KernelCase[] {
  const inputs = operands.filter((o) => o.role === 'in' && portable?.inPlace?.(one.params, o.name) === true);
  return [one, ...inputs.map(({ name }) => ({ ...one, name: `${one.name} on ${name}`, inPlace: name }))];
}

/** y has a different byte in each place, so that a missing write is seen. */
function operandsOf(kernel: KernelDef, counts: Readonly<Record<string, number>>, seed: number): Record<string, TensorData> {
  const data = ({ name, dtype }: OperandDef, i: number): TensorData => elements(dtype, counts[name] ?? 1, seed + i);
  return Object.fromEntries(kernel.operands.map((o, i) => [o.name, data(o, i)]));
}

function broadcastCases(kernel: KernelDef, seed: number): KernelCase[] {
  return SHAPES.flatMap((shape, i) => {
    const [d0, d1, d2, d3] = shape.sizes;
    const [a, b] = [stridesAlong('a', shape, shape.a), stridesAlong('b', shape, shape.b)];
    const condition = stridesAlong('c', shape, i % 2 === 0 ? ALL : shape.b);
    const params = { d0, d1, d2, d3, ...a.params, ...b.params, ...condition.params, ...floatClamp(i) };
    const operands = operandsOf(kernel, { a: a.count, b: b.count, c: condition.count, y: d0 * d1 * d2 * d3 }, seed + 10 * i);
    return alsoInPlace({ name: shape.name, kernel: kernel.name, params, operands }, kernel);
  });
}

/** Where functions bend. */
function smallFloats(kernel: KernelDef, params: ParamValues): KernelCase[] {
  if (kernel.operands[0]?.dtype !== 'f32') return [];
  return [1.2, 12].map((range, i) => ({ name: `small ${range}`, kernel: kernel.name, params: { ...params, count: 90 }, operands: { x: floatData(90, 77 + i, range), y: elements(kernel.operands[1]?.dtype ?? 'f32', 90, 3) } }));
}

function unaryCases(kernel: KernelDef, seed: number): KernelCase[] {
  const floats = Object.fromEntries(kernel.params.slice(1).map((f, i) => [f.name, 0.25 + i]));
  return [...smallFloats(kernel, floats), ...[1, 5, 70].flatMap((count) => {
    return alsoInPlace({ name: `${count}`, kernel: kernel.name, params: { count, ...floats }, operands: operandsOf(kernel, { x: count, y: count }, seed + count) }, kernel);
  })];
}

export const BROADCAST_CASES: readonly KernelCase[] = KERNELS.filter((k) => k.name in ELEMENTWISE_REFERENCES)
  .flatMap((kernel, i) => (kernel.params.some((p) => p.name === 'd0') ? broadcastCases(kernel, 3000 + 100 * i) : unaryCases(kernel, 3000 + 100 * i)));
