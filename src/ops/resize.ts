// Resize: https://onnx.ai/onnx/operators/onnx__Resize.html, all modes and any number of axes; opset 10 has other defaults, 18 adds antialias, axes and
// keep_aspect_ratio_policy. Scales, sizes and region are constants. Nearest moves elements; linear and cubic are filtered axis by axis, those that shrink
// first. Integer form: nearest, and linear along one or two neighbouring axes, by weights of 11 bits.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Tensor, coordinatesOf, elementCount, stridesOf, toNumbers } from '../ir/tensor.ts';
import { type LowerContext, type LowerValue, type ParseContext, type QuantContext, defineOp } from './op-def.ts';
import { constantInput, floatAttr, intAttr, intsAttr, normaliseAxis, requiredInput, stringAttr } from './shared/attributes.ts';
import { fromNumbers } from './shared/elementwise.ts';
import { lowerIndexMap, mapReference } from './shared/index-map.ts';
import { SHARED_QUANT, moveElements } from './shared/movement.ts';
import { type AxisTable, type CoordinateMode, type NearestMode, type ResizeAttrs, type ResizeMode, axisTable, isIdentity, nearestList } from './shared/resize.ts';

const MODES: readonly ResizeMode[] = ['nearest', 'linear', 'cubic'];
const COORDINATES: readonly CoordinateMode[] = ['half_pixel', 'half_pixel_symmetric', 'pytorch_half_pixel', 'align_corners', 'asymmetric', 'tf_half_pixel_for_nn', 'tf_crop_and_resize'];
const NEAREST: readonly NearestMode[] = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil', 'simple'];

function choice<T extends string>(ctx: ParseContext, name: string, fallback: T, allowed: readonly T[]): T {
  const named = stringAttr(ctx, name, fallback, allowed);
  return allowed.find((a) => a === named) ?? fallback;
}

interface Extent {
  readonly scales: readonly number[];
  readonly sizes: readonly number[];
}

/** Sizes along all axes, from those given along `axes`. */
function extent(ctx: ParseContext, shape: readonly number[], axes: readonly number[], given: { scales: readonly number[] | null; sizes: readonly number[] | null }): Extent {
  const list = given.sizes ?? given.scales ?? ctx.reject('scales and sizes are missing');
  if (list.length !== axes.length || list.some((v) => !(v > 0))) return ctx.reject(`${given.sizes ? 'sizes' : 'scales'} [${list.join(',')}] must be positive, one for each of ${axes.length} axes`);
  const along = (values: (axis: number, k: number) => number, rest: (d: number) => number): number[] => shape.map((d, i) => (axes.includes(i) ? values(i, axes.indexOf(i)) : rest(d)));
  const size = (axis: number): number => shape[axis] ?? 1;
  if (given.sizes === null) {
    const scales = along((_, k) => Math.fround(list[k] ?? 1), () => 1);
    return { scales, sizes: shape.map((d, i) => Math.floor(d * (scales[i] ?? 1))) };
  }
  const ratios = axes.map((axis, k) => (list[k] ?? 1) / size(axis));
  const policy = choice(ctx, 'keep_aspect_ratio_policy', 'stretch', ['stretch', 'not_larger', 'not_smaller']);
  if (policy === 'stretch') return { scales: along((_, k) => ratios[k] ?? 1, () => 1), sizes: along((_, k) => list[k] ?? 1, (d) => d) };
  const common = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
  return { scales: along(() => common, () => 1), sizes: along((axis) => Math.floor(common * size(axis) + 0.5), (d) => d) };
}

/** Opset 10 has scales at input 1; from 11 on there are region, scales and sizes. An empty list is an absent one. */
function givenExtent(ctx: ParseContext): { scales: number[] | null; sizes: number[] | null; region: number[] | null } {
  const at = (name: string, index: number): number[] | null => {
    const list = constantInput(ctx, name, index);
    return list !== null && list.length > 0 ? list : null;
  };
  if (ctx.opset < 11) return { scales: at('scales', 1), sizes: null, region: null };
  return { region: at('roi', 1), scales: at('scales', 2), sizes: at('sizes', 3) };
}

function parseResize(ctx: ParseContext): ResizeAttrs {
  const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  const axes = (intsAttr(ctx, 'axes') ?? shape.map((_, i) => i)).map((a) => normaliseAxis(a, shape.length, ctx.reject.bind(ctx)));
  const old = ctx.opset < 11;
  const coordinates = choice(ctx, 'coordinate_transformation_mode', old ? 'asymmetric' : 'half_pixel', COORDINATES);
  const { region, ...given } = givenExtent(ctx);
  if (coordinates === 'tf_crop_and_resize' && region?.length !== 2 * axes.length) return ctx.reject(`roi has ${region?.length ?? 0} entries; two for each of ${axes.length} axes are expected`);
  const corner = (side: number, fallback: number): number[] => shape.map((_, i) => (axes.includes(i) && coordinates === 'tf_crop_and_resize' ? (region?.[axes.indexOf(i) + side * axes.length] ?? fallback) : fallback));
  return {
    mode: choice(ctx, 'mode', 'nearest', MODES), coordinates, nearest: choice(ctx, 'nearest_mode', old ? 'simple' : 'round_prefer_floor', NEAREST),
    cubicA: floatAttr(ctx, 'cubic_coeff_a', -0.75), excludeOutside: intAttr(ctx, 'exclude_outside', 0) !== 0, antialias: intAttr(ctx, 'antialias', 0) !== 0,
    extrapolation: floatAttr(ctx, 'extrapolation_value', 0), ...extent(ctx, shape, axes, given), from: corner(0, 0), to: corner(1, 1),
  };
}

/** The part of the output that is computed from the input, where a region reaches beyond it. */
interface Interior {
  readonly first: readonly number[];
  readonly shape: readonly number[];
}

function interiorOf(parts: readonly { readonly first: number; readonly end: number }[]): Interior {
  const shape = parts.map((p) => p.end - p.first);
  return { first: parts.map((p) => p.first), shape };
}

function isWhole(interior: Interior, shape: readonly number[]): boolean {
  return interior.shape.every((d, i) => d === shape[i]);
}

function cut(table: AxisTable): AxisTable {
  return { ...table, starts: table.starts.slice(table.first, table.end), weights: table.weights.slice(table.first * table.taps, table.end * table.taps), first: 0, end: table.end - table.first };
}

function filtered(values: readonly number[], shape: readonly number[], axis: number, table: AxisTable): number[] {
  const inner = elementCount(shape.slice(axis + 1));
  const [size, output] = [shape[axis] ?? 1, table.starts.length];
  const outer = elementCount(shape.slice(0, axis));
  return Array.from({ length: outer * output * inner }, (_, i) => {
    const [part, at] = [Math.floor(i / inner / output), Math.floor(i / inner) % output];
    let sum = 0;
    for (let k = 0; k < table.taps; k++) sum += (table.weights[at * table.taps + k] ?? 0) * (values[(part * size + (table.starts[at] ?? 0) + k) * inner + (i % inner)] ?? 0);
    return sum;
  });
}

function reference(attrs: ResizeAttrs, x: Tensor, y: readonly number[]): Tensor {
  const nearest = attrs.mode === 'nearest' ? y.map((_, axis) => nearestList(attrs, x.shape, axis)) : null;
  if (nearest !== null && isWhole(interiorOf(nearest), y)) return mapReference(x, y, nearest.map((n) => n.list));
  const tables = y.map((_, axis) => axisTable(attrs, x.shape, axis));
  let values = nearest === null ? toNumbers(x) : toNumbers(mapReference(x, y, nearest.map((n) => n.list)));
  const shape = nearest === null ? [...x.shape] : [...y];
  if (nearest === null) {
    tables.forEach((table, axis) => {
      values = filtered(values, shape, axis, table);
      shape[axis] = table.starts.length;
    });
  }
  const parts = nearest ?? tables;
  const outside = (i: number): boolean => coordinatesOf(i, y).some((at, axis) => at < (parts[axis]?.first ?? 0) || at >= (parts[axis]?.end ?? 0));
  const result = values.map((v, i) => (outside(i) ? attrs.extrapolation : v));
  return fromNumbers({ dtype: x.dtype, shape: y }, result);
}

/** Fills y with the extrapolation value and returns a buffer for what is inside; null where nothing is. */
function outsideOf(ctx: LowerContext<ResizeAttrs>, y: LowerValue, interior: Interior): LowerValue | null {
  if (y.dtype !== 'f32') return ctx.reject(`tf_crop_and_resize beyond the input is not supported for ${y.dtype}`, 'resize float values');
  const pattern = Float32Array.of(ctx.attrs.extrapolation);
  ctx.call('fill_32', { count: elementCount(y.shape), period: 1 }, { pattern: { constant: pattern, dtype: 'f32', role: 'table' }, y: { value: y.handle } });
  return elementCount(interior.shape) === 0 ? null : ctx.temporary(y.dtype, interior.shape);
}

/** Axis by axis, those that shrink first. */
function lowerFilters(ctx: LowerContext<ResizeAttrs>, { x, y }: { x: LowerValue; y: LowerValue }, tables: readonly AxisTable[]): void {
  const growth = (axis: number): number => (tables[axis]?.starts.length ?? 1) / (x.shape[axis] ?? 1);
  const axes = tables.flatMap((t, axis) => (isIdentity(t, x.shape[axis] ?? 1) ? [] : [axis])).sort((a, b) => growth(a) - growth(b) || b - a);
  if (axes.length === 0) return moveElements(ctx, y.dtype, { shape: y.shape, from: stridesOf(x.shape), to: stridesOf(y.shape) }, { x, y });
  let current = x;
  axes.forEach((axis, i) => {
    const table = tables[axis];
    invariant(table !== undefined, 'every axis has a table');
    const next = i === axes.length - 1 ? y : ctx.temporary('f32', current.shape.map((d, k) => (k === axis ? table.starts.length : d)));
    const params = { outer: elementCount(current.shape.slice(0, axis)), in_size: current.shape[axis] ?? 1, out_size: table.starts.length, inner: elementCount(current.shape.slice(axis + 1)), taps: table.taps };
    ctx.call('resample_f32', params, {
      x: { value: current.handle }, starts: { constant: Int32Array.from(table.starts), dtype: 'i32', role: 'table' },
      weights: { constant: Float32Array.from(table.weights), dtype: 'f32', role: 'weight' }, y: { value: next.handle },
    });
    current = next;
  });
}

const WEIGHT_BITS = 11;

/** Pairs {first position, weight of the second in 1/2048}; the second is the next one, or the first again at the end. */
function pairs(table: AxisTable): Int32Array {
  return Int32Array.from(table.starts.flatMap((start, i) => {
    const second = table.taps > 1 ? (table.weights[2 * i + 1] ?? 0) : 0;
    return [start, Math.round(second * 2 ** WEIGHT_BITS)];
  }));
}

interface Planes {
  readonly rows: number;
  readonly columns: number;
}

/** The one or two neighbouring axes along which an integer form interpolates between two positions; null where there is none. */
function planesOf({ attrs, inputs: [x] }: Pick<QuantContext<ResizeAttrs>, 'attrs' | 'inputs'>): Planes | null {
  if (!x || attrs.mode !== 'linear' || attrs.coordinates === 'tf_crop_and_resize') return null;
  const tables = x.shape.map((_, axis) => axisTable(attrs, x.shape, axis));
  const axes = tables.flatMap((t, axis) => (isIdentity(t, x.shape[axis] ?? 1) ? [] : [axis]));
  const [a = -1, b = a] = axes;
  const fits = axes.length >= 1 && axes.length <= 2 && b - a <= 1 && axes.every((axis) => (tables[axis]?.taps ?? 9) <= 2);
  return fits ? { rows: axes.length === 2 ? a : -1, columns: b } : null;
}

function lowerInt8(ctx: LowerContext<ResizeAttrs>, { x, y }: { x: LowerValue; y: LowerValue }): void {
  const planes = planesOf(ctx);
  invariant(planes !== null, 'an integer form is linear along two axes');
  const { rows, columns } = planes;
  const size = (value: LowerValue, axis: number): number => (axis < 0 ? 1 : (value.shape[axis] ?? 1));
  const table = (axis: number): Int32Array => (axis < 0 ? Int32Array.of(0, 0) : pairs(axisTable(ctx.attrs, x.shape, axis)));
  const params = {
    batch: elementCount(x.shape.slice(0, rows < 0 ? columns : rows)), in_h: size(x, rows), in_w: size(x, columns),
    channels: elementCount(x.shape.slice(columns + 1)), out_h: size(y, rows), out_w: size(y, columns),
  };
  ctx.call('resize_linear_s8', params, {
    x: { value: x.handle }, rows: { constant: table(rows), dtype: 'i32', role: 'table' }, columns: { constant: table(columns), dtype: 'i32', role: 'table' }, y: { value: y.handle },
  });
}

function lowerResize(ctx: LowerContext<ResizeAttrs>): void {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'Resize needs an input');
  const { attrs } = ctx;
  const isNearest = attrs.mode === 'nearest';
  if (!isNearest && y.dtype === 'i8' && y.quant) return lowerInt8(ctx, { x, y });
  const lists = isNearest ? y.shape.map((_, axis) => nearestList(attrs, x.shape, axis)) : [];
  const tables = isNearest ? [] : y.shape.map((_, axis) => axisTable(attrs, x.shape, axis));
  const interior = interiorOf(isNearest ? lists : tables);
  const target = isWhole(interior, y.shape) ? y : outsideOf(ctx, y, interior);
  if (target === null) return;
  if (isNearest) lowerIndexMap(ctx, { x, y: target }, lists.map((l) => l.list?.slice(l.first, l.end) ?? null));
  else lowerFilters(ctx, { x, y: target }, tables.map(cut));
  if (target === y) return;
  const strides = stridesOf(y.shape);
  const offset = strides.reduce((sum, s, d) => sum + s * (interior.first[d] ?? 0), 0);
  moveElements(ctx, y.dtype, { shape: interior.shape, from: stridesOf(interior.shape), to: strides }, { x: target, y: { handle: y.handle, offset } });
}

/** Whether the last dimension stays as it is. */
function keepsChannels({ attrs, inputs: [x] }: QuantContext<ResizeAttrs>): boolean {
  return attrs.coordinates !== 'tf_crop_and_resize' && x?.shape.at(-1) === attrs.sizes.at(-1) && attrs.scales.at(-1) === 1;
}

export default defineOp<ResizeAttrs>({
  op: 'Resize',
  since: [10, 11, 13, 18, 19],
  arity: [1, 4],
  dataInputs: 1,
  parse: parseResize,
  infer: (ctx) => [{ dtype: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).dtype, shape: ctx.attrs.sizes }],
  reference({ attrs, inputs: [x], outputs: [y] }) {
    invariant(!!x && !!y, 'Resize needs an input');
    return [reference(attrs, x, y.shape)];
  },
  quant: {
    ...SHARED_QUANT,
    supports: (ctx) => (ctx.attrs.mode === 'nearest' ? ctx.attrs.coordinates !== 'tf_crop_and_resize' : planesOf(ctx) !== null),
  },
  moments: (ctx, [x]) => (x && keepsChannels(ctx) ? x : null),
  homogeneous: keepsChannels,
  permute(attrs, perm) {
    const moved = (list: readonly number[]): number[] => perm.map((p) => list[p] ?? 1);
    return { ...attrs, scales: moved(attrs.scales), sizes: moved(attrs.sizes), from: moved(attrs.from), to: moved(attrs.to) };
  },
  decompose(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    if (!x || !y || x.dtype === 'f32' || ctx.attrs.mode === 'nearest') return false;
    const wide = ctx.node('Cast', { to: 'f32' }, [ctx.inputIds[0] ?? null], { dtype: 'f32', shape: x.shape });
    const result = ctx.node('Resize', { ...ctx.attrs }, [wide], { dtype: 'f32', shape: y.shape });
    ctx.node('Cast', { to: x.dtype }, [result], ctx.outputIds[0] ?? '');
    return true;
  },
  lower: lowerResize,
});
