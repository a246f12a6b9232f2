// Reductions and what runs along the middle of [outer][count][inner], line by line.
import type { TensorData } from '../../../src/ir/dtype.ts';
import type { Params, Reference } from './kernel-references.ts';

type Value = number | bigint;
type Step = (a: Value, b: Value) => Value;

const STEPS: Readonly<Record<string, Step>> = {
  sum: (a, b) => (typeof a === 'bigint' ? a + BigInt(b) : a + Number(b)),
  prod: (a, b) => (typeof a === 'bigint' ? a * BigInt(b) : a * Number(b)),
  min: (a, b) => (b < a ? b : a),
  max: (a, b) => (b > a ? b : a),
};

/** Every step as the element type holds it. */
function stored(like: TensorData, value: Value): Value {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value);
  return like instanceof Int32Array ? Number(BigInt.asIntN(32, BigInt(value))) : Math.fround(value);
}

function exactProduct(like: TensorData, op: string): Step {
  if (op !== 'prod' || !(like instanceof Int32Array)) return STEPS[op] ?? (() => 0);
  return (a, b) => Number(BigInt.asIntN(32, BigInt(a) * BigInt(b)));
}

/** The lines along the middle; `at(i)` is where element i of the line lies. */
function linesOf(p: Params): { readonly at: (r: number) => number; readonly line: number }[] {
  const [outer, count, inner] = [p.get('outer'), p.get('count'), p.get('inner')];
  return Array.from({ length: outer * inner }, (_, line) => ({ line, at: (r: number) => (Math.floor(line / inner) * count + r) * inner + (line % inner) }));
}

function reduction(op: string): Reference {
  return (p, { x, y }) => {
    if (!x || !y) throw new Error('operands are missing');
    const result = y.slice();
    const step = exactProduct(x, op);
    for (const { at, line } of linesOf(p)) {
      let sum: Value = x[at(0)] ?? 0;
      for (let r = 1; r < p.get('count'); r++) sum = stored(x, step(sum, x[at(r)] ?? 0));
      result[line] = sum;
    }
    return result;
  };
}

function running(op: 'sum' | 'prod'): Reference {
  return (p, { x, y }) => {
    if (!x || !y) throw new Error('operands are missing');
    const result = y.slice();
    const step = exactProduct(x, op);
    const count = p.get('count');
    for (const { at } of linesOf(p)) {
      const neutral = op === 'sum' ? 0 : 1;
      let sum: Value = x instanceof BigInt64Array ? BigInt(neutral) : neutral;
      for (let r = 0; r < count; r++) {
        const place = at(p.get('reverse') ? count - 1 - r : r);
        const before: Value = sum;
        sum = stored(x, step(sum, x[place] ?? 0));
        result[place] = p.get('exclusive') ? before : sum;
      }
    }
    return result;
  };
}

function ordered(p: Params, x: TensorData, at: (r: number) => number): number[] {
  const value = (r: number): Value => x[at(r)] ?? 0;
  const before = (a: number, b: number): boolean => (p.get('minimum') ? value(a) < value(b) : value(a) > value(b));
  return [...new Array(p.get('count')).keys()].sort((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : a - b));
}

const argExtreme: Reference = (p, { x }) => {
  if (!x) throw new Error('operands are missing');
  return BigInt64Array.from(linesOf(p), ({ at }) => {
    const order = ordered(p, x, at);
    const equal = order.filter((r) => x[at(r)] === x[at(order[0] ?? 0)]);
    return BigInt((p.get('last') ? equal.at(-1) : equal[0]) ?? 0);
  });
};

const topK: Reference = (p, { x, y, indices }) => {
  if (!x || !y || !(indices instanceof BigInt64Array)) throw new Error('operands are missing');
  const [values, places] = [y.slice(), indices.slice()];
  const [k, inner] = [p.get('k'), p.get('inner')];
  for (const { at, line } of linesOf(p)) {
    ordered(p, x, at).slice(0, k).forEach((r, j) => {
      const to = (Math.floor(line / inner) * k + j) * inner + (line % inner);
      values[to] = x[at(r)] ?? 0;
      places[to] = BigInt(r);
    });
  }
  return { y: values, indices: places };
};

const TYPES = ['f32', 'i32', 'i64'];

export const REDUCE_REFERENCES: Readonly<Record<string, Reference>> = Object.fromEntries(TYPES.flatMap((type) => [
  ...Object.keys(STEPS).map((op) => [`reduce_${op}_${type}`, reduction(op)] as const),
  [`cum_sum_${type}`, running('sum')] as const,
  [`cum_prod_${type}`, running('prod')] as const,
  [`arg_extreme_${type}`, argExtreme] as const,
  [`top_k_${type}`, topK] as const,
]));
