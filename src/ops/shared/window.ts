// Geometry of sliding windows (convolution, pooling) in one to three dimensions, channels first as imported and last inside.
// Padding is explicit after parse: auto_pad and ceil_mode end here. Kernels take two dimensions; others are decomposed into them.
import type { ParseContext, ValueType } from '../op-def.ts';
import { intAttr, intsAttr, stringAttr } from './attributes.ts';

/** nchw: channels before all spatial dimensions, whatever their number; nhwc: behind them. */
export type Layout = 'nchw' | 'nhwc';

/** One entry per spatial dimension. */
export type Window = {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** What lies before each dimension, then what lies behind it, which includes what ceil_mode adds: top, left, bottom, right. */
  readonly pads: readonly number[];
};

/** Images, lines or volumes. */
export interface Grid {
  readonly batch: number;
  readonly channels: number;
  readonly spatial: readonly number[];
}

export interface Image {
  readonly batch: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

type Reject = (message: string, remedy?: string) => never;

/** Reads a shape with one to three spatial dimensions; rejects others. */
export function gridOf(type: ValueType, layout: Layout, reject: Reject): Grid {
  const { shape } = type;
  if (shape.length < 3 || shape.length > 5) return reject(`input has shape [${shape.join(',')}]; one to three spatial dimensions are supported`);
  const [batch = 1, ...rest] = shape;
  const [channels = 1, ...spatial] = layout === 'nchw' ? rest : [rest.at(-1) ?? 1, ...rest.slice(0, -1)];
  return { batch, channels, spatial };
}

export function gridShape({ batch, channels, spatial }: Grid, layout: Layout): number[] {
  return layout === 'nchw' ? [batch, channels, ...spatial] : [batch, ...spatial, channels];
}

/** Reads the shape of images, which is what kernels take. */
export function imageOf(type: ValueType, layout: Layout, reject: Reject): Image {
  const { batch, channels, spatial } = gridOf(type, layout, reject);
  const [height = 1, width = 1] = spatial;
  return spatial.length === 2 ? { batch, channels, height, width } : reject(`input has shape [${type.shape.join(',')}]; two spatial dimensions are expected`);
}

/** Output length of one dimension. */
export function windowLength(window: Window, dim: number, input: number): number {
  const padded = input + at(window.pads, dim) + at(window.pads, dim + window.kernel.length);
  return Math.floor((padded - extentOf(window, dim)) / at(window.strides, dim)) + 1;
}

/** Output lengths of all dimensions. */
export function windowLengths(window: Window, spatial: readonly number[]): number[] {
  return spatial.map((input, dim) => windowLength(window, dim, input));
}

/** What a window covers of one dimension. */
export function extentOf(window: Pick<Window, 'kernel' | 'dilations'>, dim: number): number {
  return (at(window.kernel, dim) - 1) * at(window.dilations, dim) + 1;
}

function at(list: readonly number[], index: number): number {
  return list[index] ?? 1;
}

/** The window of one dimension alone. */
export function windowAlong(window: Window, dim: number): Window {
  const pads = [at(window.pads, dim), at(window.pads, dim + window.kernel.length)];
  return { kernel: [at(window.kernel, dim)], strides: [at(window.strides, dim)], dilations: [at(window.dilations, dim)], pads };
}

/** The window over (a, b) from one over each. */
export function windowAcross(a: Window, b: Window): Window {
  const before = (w: Window): readonly number[] => w.pads.slice(0, w.kernel.length);
  const after = (w: Window): readonly number[] => w.pads.slice(w.kernel.length);
  return {
    kernel: [...a.kernel, ...b.kernel], strides: [...a.strides, ...b.strides], dilations: [...a.dilations, ...b.dilations],
    pads: [...before(a), ...before(b), ...after(a), ...after(b)],
  };
}

/** The window of one element: nothing is moved or read twice along that dimension. */
export const UNIT_WINDOW: Window = { kernel: [1], strides: [1], dilations: [1], pads: [0, 0] };

/** Reads kernel_shape, strides, dilations, pads, auto_pad and ceil_mode of a window over `input` (channels first). */
export function parseWindow(ctx: ParseContext, input: ValueType, kernelFallback: readonly number[] | null): Window {
  const reject = ctx.reject.bind(ctx);
  const { spatial } = gridOf(input, 'nchw', reject);
  const bare = parseBareWindow(ctx, spatial.length, kernelFallback);
  const window = { ...bare, pads: parsePads(ctx, bare, spatial) };
  if (windowLengths(window, spatial).some((length) => length < 1)) reject(`the window is larger than its padded input [${input.shape.join(',')}]`);
  return window;
}

/** Reads kernel_shape, strides and dilations; nothing is padded. */
export function parseBareWindow(ctx: ParseContext, rank: number, kernelFallback: readonly number[] | null): Window {
  const ones = new Array<number>(rank).fill(1);
  const kernel = perDimension(ctx, 'kernel_shape', rank, intsAttr(ctx, 'kernel_shape') ?? kernelFallback);
  const strides = perDimension(ctx, 'strides', rank, intsAttr(ctx, 'strides') ?? ones);
  const dilations = perDimension(ctx, 'dilations', rank, intsAttr(ctx, 'dilations') ?? ones);
  return { kernel, strides, dilations, pads: new Array<number>(2 * rank).fill(0) };
}

function perDimension(ctx: ParseContext, name: string, rank: number, list: readonly number[] | null): readonly number[] {
  if (list === null) return ctx.reject(`attribute '${name}' is missing`);
  if (list.length !== rank) return ctx.reject(`attribute '${name}' has ${list.length} entries for ${rank} spatial dimensions`);
  if (list.some((v) => v < 1 || v > 1 << 20)) return ctx.reject(`attribute '${name}' is [${list.join(',')}]; entries must be positive`);
  return list;
}

export const AUTO_PADS: readonly string[] = ['NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER'];

function parsePads(ctx: ParseContext, bare: Window, spatial: readonly number[]): readonly number[] {
  const auto = stringAttr(ctx, 'auto_pad', 'NOTSET', AUTO_PADS);
  if (auto === 'SAME_UPPER' || auto === 'SAME_LOWER') return samePads(bare, spatial, auto === 'SAME_UPPER');
  const pads = auto === 'VALID' ? bare.pads : explicitPads(ctx, spatial.length);
  return intAttr(ctx, 'ceil_mode', 0) === 1 ? ceilPads({ ...bare, pads }, spatial) : pads;
}

/** The attribute `pads`, or none. */
export function explicitPads(ctx: ParseContext, rank: number): readonly number[] {
  const pads = intsAttr(ctx, 'pads') ?? new Array<number>(2 * rank).fill(0);
  return pads.length === 2 * rank && pads.every((p) => p >= 0 && p <= 1 << 20) ? pads : ctx.reject(`attribute 'pads' is [${pads.join(',')}]; ${2 * rank} non-negative entries are expected`);
}

function samePads(window: Window, spatial: readonly number[], upper: boolean): number[] {
  const total = spatial.map((input, dim) => {
    const stride = at(window.strides, dim);
    return Math.max(0, (Math.ceil(input / stride) - 1) * stride + extentOf(window, dim) - input);
  });
  const small = total.map((t) => Math.floor(t / 2));
  const large = total.map((t) => Math.ceil(t / 2));
  return upper ? [...small, ...large] : [...large, ...small];
}

/** Adds behind each dimension what makes ceil rounding exact, unless the last window would start in the padding. */
function ceilPads(window: Window, spatial: readonly number[]): number[] {
  const pads = [...window.pads];
  spatial.forEach((input, dim) => {
    const stride = at(window.strides, dim);
    const behind = dim + spatial.length;
    const span = input + at(pads, dim) + at(pads, behind) - extentOf(window, dim);
    let count = Math.ceil(span / stride) + 1;
    if ((count - 1) * stride >= input + at(pads, dim)) count -= 1;
    pads[behind] = at(pads, behind) + Math.max(0, (count - 1) * stride - span);
  });
  return pads;
}

/** For each tap of the window at output position `at`, in row-major order, the element of the input's grid that it reads; -1 in the padding. */
export function tapsOf(window: Window, spatial: readonly number[], position: readonly number[]): number[] {
  return spatial.reduce<number[]>((places, length, dim) => {
    const start = (position[dim] ?? 0) * at(window.strides, dim) - (window.pads[dim] ?? 0);
    const along = Array.from({ length: at(window.kernel, dim) }, (_, t) => start + t * at(window.dilations, dim));
    return places.flatMap((place) => along.map((i) => (place < 0 || i < 0 || i >= length ? -1 : place * length + i)));
  }, [0]);
}

/** Where element `place` of channel `c` of image `n` lies in a tensor of that grid. */
export function elementOf(grid: Grid, layout: Layout, { n, c, place }: { n: number; c: number; place: number }): number {
  const points = grid.spatial.reduce((p, d) => p * d, 1);
  return layout === 'nchw' ? (n * grid.channels + c) * points + place : (n * points + place) * grid.channels + c;
}

/** Padding and window fields of the params struct that all window kernels share. */
export function windowParams(window: Window): Readonly<Record<string, number>> {
  return {
    kernel_h: at(window.kernel, 0),
    kernel_w: at(window.kernel, 1),
    stride_h: at(window.strides, 0),
    stride_w: at(window.strides, 1),
    pad_top: window.pads[0] ?? 0,
    pad_left: window.pads[1] ?? 0,
  };
}

export function dilationParams(window: Window): Readonly<Record<string, number>> {
  return { dilation_h: at(window.dilations, 0), dilation_w: at(window.dilations, 1) };
}
