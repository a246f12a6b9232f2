// What the kernels compute that read or write slices at computed places: every byte from its definition.
import type { TensorData } from '../../../src/ir/dtype.ts';
import type { Params, Reference } from './kernel-references.ts';

function bytesOf(data: TensorData | null | undefined): Uint8Array {
  return data ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array();
}

function numbers(...lists: readonly (TensorData | null | undefined)[]): number[] {
  const found = lists.find((l) => l !== null && l !== undefined);
  return found ? Array.from(found as ArrayLike<number | bigint>, Number) : [];
}

function inside(index: number, size: number): number {
  const counted = index < 0 ? index + size : index;
  return counted < 0 ? 0 : counted >= size ? size - 1 : counted;
}

function six(p: Params, prefix: string): number[] {
  return [0, 1, 2, 3, 4, 5].map((i) => p.get(`${prefix}${i}`));
}

function slots(p: Params, indices: readonly number[]): number[] {
  const [grid, base, size, stride] = [six(p, 'd'), six(p, 'base'), six(p, 'size'), six(p, 'stride')];
  const depth = p.get('depth');
  return Array.from({ length: grid.reduce((a, b) => a * b, 1) }, (_, tuple) => {
    let sum = 0;
    for (let d = 5, rest = tuple; d >= 0; rest = Math.floor(rest / (grid[d] ?? 1)), d--) sum += (rest % (grid[d] ?? 1)) * (base[d] ?? 0);
    for (let k = 0; k < depth; k++) sum += inside(indices[tuple * depth + k] ?? 0, size[k] ?? 1) * (stride[k] ?? 0);
    return sum;
  });
}

/** Copies slice `from` of one list of bytes to slice `to` of another. */
function put(to: Uint8Array, place: number, from: Uint8Array, source: number, bytes: number): void {
  for (let b = 0; b < bytes; b++) to[place * bytes + b] = from[source * bytes + b] ?? 0;
}

function gathered(p: Params, x: Uint8Array, places: readonly number[]): Uint8Array {
  const [outer, step, count, bytes] = [p.get('outer'), p.get('x_step'), p.get('count'), p.get('slice_bytes')];
  const y = new Uint8Array(outer * count * bytes);
  for (let i = 0; i < outer * count; i++) put(y, i, x, Math.floor(i / count) * step + (places[i % count] ?? 0), bytes);
  return y;
}

function scattered(p: Params, x: Uint8Array, places: readonly number[], updates: Uint8Array): Uint8Array {
  const [outer, step, count, bytes] = [p.get('outer'), p.get('y_step'), p.get('count'), p.get('slice_bytes')];
  const y = x.slice(0, outer * step * bytes);
  for (let i = 0; i < outer * count; i++) put(y, Math.floor(i / count) * step + (places[i % count] ?? 0), updates, i, bytes);
  return y;
}

const OPERATIONS = [
  (a: number | bigint): number | bigint => a,
  (a: number | bigint, b: number | bigint): number | bigint => (typeof a === 'bigint' ? a + BigInt(b) : a + Number(b)),
  (a: number | bigint, b: number | bigint): number | bigint => (typeof a === 'bigint' ? a * BigInt(b) : a * Number(b)),
  (a: number | bigint, b: number | bigint): number | bigint => (b !== b || b < a ? b : a),
  (a: number | bigint, b: number | bigint): number | bigint => (b !== b || b > a ? b : a),
] as const;

function combine<T extends Float32Array | Int32Array | BigInt64Array>(p: Params, y: T, places: readonly number[], updates: TensorData | null | undefined): T {
  const [outer, step, count, slice] = [p.get('outer'), p.get('y_step'), p.get('count'), p.get('slice')];
  const exact = y instanceof Int32Array;
  for (let i = 0; i < outer * count * slice; i++) {
    const [part, at] = [Math.floor(i / count / slice), (places[Math.floor(i / slice) % count] ?? 0) * slice + (i % slice)];
    const [a, b] = [y[part * step * slice + at] ?? 0, updates?.[i] ?? 0];
    const result = OPERATIONS[p.get('operation')]?.(exact ? BigInt(a) : a, exact ? BigInt(b) : b) ?? 0;
    y[part * step * slice + at] = exact ? Number(BigInt.asIntN(32, BigInt(result))) : result;
  }
  return y;
}

/** Input position and weight of the next one, of output position i. */
function pairAt(list: TensorData | null | undefined, i: number, size: number): readonly [first: number, second: number, weight: number] {
  const [first, weight] = [Number(list?.[2 * i] ?? 0), Number(list?.[2 * i + 1] ?? 0)];
  return [first, Math.min(size - 1, first + 1), weight];
}

export const INDEX_REFERENCES: Readonly<Record<string, Reference>> = {
  resample_f32: (p, { x, starts, weights }) => {
    const [size, output, inner, taps] = [p.get('in_size'), p.get('out_size'), p.get('inner'), p.get('taps')];
    return Float32Array.from({ length: p.get('outer') * output * inner }, (_, i) => {
      const [part, at] = [Math.floor(i / inner / output), Math.floor(i / inner) % output];
      let sum = 0;
      for (let k = 0; k < taps; k++) sum += Number(weights?.[at * taps + k]) * Number(x?.[(part * size + Number(starts?.[at]) + k) * inner + (i % inner)]);
      return sum;
    });
  },
  resize_linear_s8: (p, { x, rows, columns }) => {
    const [inH, inW, channels, outH, outW] = [p.get('in_h'), p.get('in_w'), p.get('channels'), p.get('out_h'), p.get('out_w')];
    return Int8Array.from({ length: p.get('batch') * outH * outW * channels }, (_, i) => {
      const pixel = Math.floor(i / channels);
      const [top, bottom, down] = pairAt(rows, Math.floor(pixel / outW) % outH, inH);
      const [left, right, across] = pairAt(columns, pixel % outW, inW);
      const at = (row: number, column: number): number => Number(x?.[((Math.floor(pixel / outW / outH) * inH + row) * inW + column) * channels + (i % channels)]);
      const blended = (column: number): number => at(top, column) * (2048 - down) + at(bottom, column) * down;
      return Math.floor((blended(left) * (2048 - across) + blended(right) * across) / 2 ** 22 + 0.5);
    });
  },
  index_slots: (p, { indices, indices64 }) => Int32Array.from(slots(p, numbers(indices, indices64))),
  gather_slices: (p, { x, slots: places }) => gathered(p, bytesOf(x), numbers(places)),
  scatter_slices: (p, { x, slots: places, updates }) => scattered(p, bytesOf(x), numbers(places), bytesOf(updates)),
  scatter_f32: (p, { x, slots: places, updates }) => combine(p, Float32Array.from(x as Float32Array), numbers(places), updates),
  scatter_i32: (p, { x, slots: places, updates }) => combine(p, Int32Array.from(x as Int32Array), numbers(places), updates),
  scatter_i64: (p, { x, slots: places, updates }) => combine(p, BigInt64Array.from(x as BigInt64Array), numbers(places), updates),
  reverse_sequence: (p, { x, lengths }) => {
    const [batch, steps, slice] = [p.get('batch'), p.get('steps'), p.get('slice_bytes')];
    const [from, limits] = [bytesOf(x), numbers(lengths)];
    const y = Uint8Array.from(from);
    for (let i = 0; i < batch * steps * slice; i++) {
      const [b, step, byte] = [Math.floor(i / slice / steps), Math.floor(i / slice) % steps, i % slice];
      const limit = Math.max(0, Math.min(steps, limits[b] ?? 0));
      const place = (at: number): number => b * p.get('batch_bytes') + at * p.get('step_bytes') + byte;
      y[place(step)] = from[place(step < limit ? limit - 1 - step : step)] ?? 0;
    }
    return y;
  },
  tensor_scatter: (p, { x, update, starts }) => {
    const [outer, size, count, slice] = [p.get('outer'), p.get('size'), p.get('count'), p.get('slice_bytes')];
    const [y, from, first] = [Uint8Array.from(bytesOf(x)), bytesOf(update), numbers(starts)];
    for (let i = 0; i < p.get('batch') * outer * count; i++) {
      const [part, step] = [Math.floor(i / count), i % count];
      const start = first[Math.floor(part / outer)] ?? 0;
      const place = p.get('circular') ? ((((start + step) % size) + size) % size) : Math.max(0, Math.min(size - count, start)) + step;
      put(y, part * size + place, from, i, slice);
    }
    return y;
  },
  one_hot: (p, { indices, indices64, values }) => {
    const [outer, depth, inner, bytes] = [p.get('outer'), p.get('depth'), p.get('inner'), p.get('element_bytes')];
    const places = numbers(indices, indices64);
    const y = new Uint8Array(outer * depth * inner * bytes);
    for (let i = 0; i < outer * depth * inner; i++) {
      const index = places[Math.floor(i / inner / depth) * inner + (i % inner)] ?? 0;
      put(y, i, bytesOf(values), (index < 0 ? index + depth : index) === Math.floor(i / inner) % depth ? 1 : 0, bytes);
    }
    return y;
  },
  trilu: (p, { x }) => {
    const [rows, columns, bytes] = [p.get('rows'), p.get('columns'), p.get('element_bytes')];
    return bytesOf(x).map((byte, i) => {
      const element = Math.floor(i / bytes);
      const offset = (element % columns) - (Math.floor(element / columns) % rows);
      return (p.get('upper') ? offset >= p.get('diagonal') : offset <= p.get('diagonal')) ? byte : p.get('fill');
    });
  },
};
