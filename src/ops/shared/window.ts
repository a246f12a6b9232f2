// Geometry of sliding windows (convolution, pooling) in two dimensions, for NCHW as imported and NHWC inside.
// Padding is explicit after parse: auto_pad and ceil_mode end here. Other numbers of spatial dimensions are rejected.
import type { ParseContext, ValueType } from '../op-def.ts';
import { intAttr, intsAttr, stringAttr } from './attributes.ts';

export type Layout = 'nchw' | 'nhwc';

export type Window = {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** top, left, bottom, right. Bottom and right include what ceil_mode adds. */
  readonly pads: readonly number[];
};

export interface Image {
  readonly batch: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Reads an image shape; rejects ranks other than 4. */
export function imageOf(type: ValueType, layout: Layout, reject: (message: string) => never): Image {
  const [a, b, c, d] = type.shape;
  if (type.shape.length !== 4 || a === undefined || b === undefined || c === undefined || d === undefined) {
    return reject(`input has shape [${type.shape.join(',')}]; only two spatial dimensions are supported`);
  }
  return layout === 'nchw' ? { batch: a, channels: b, height: c, width: d } : { batch: a, channels: d, height: b, width: c };
}

export function imageShape(image: Image, layout: Layout): number[] {
  const { batch, channels, height, width } = image;
  return layout === 'nchw' ? [batch, channels, height, width] : [batch, height, width, channels];
}

/** Output length of one dimension. */
export function windowLength(window: Window, dim: 0 | 1, input: number): number {
  const extent = (at(window.kernel, dim) - 1) * at(window.dilations, dim) + 1;
  const padded = input + at(window.pads, dim) + at(window.pads, dim + 2);
  return Math.floor((padded - extent) / at(window.strides, dim)) + 1;
}

function at(list: readonly number[], index: number): number {
  return list[index] ?? 1;
}

/** Reads kernel_shape, strides, dilations, pads, auto_pad and ceil_mode of a window over `input` (NCHW). */
export function parseWindow(ctx: ParseContext, input: ValueType, kernelFallback: readonly number[] | null): Window {
  const reject = ctx.reject.bind(ctx);
  const image = imageOf(input, 'nchw', reject);
  const kernel = pair(ctx, 'kernel_shape', intsAttr(ctx, 'kernel_shape') ?? kernelFallback);
  const strides = pair(ctx, 'strides', intsAttr(ctx, 'strides') ?? [1, 1]);
  const dilations = pair(ctx, 'dilations', intsAttr(ctx, 'dilations') ?? [1, 1]);
  const window = { kernel, strides, dilations, pads: parsePads(ctx, { kernel, strides, dilations, pads: [0, 0, 0, 0] }, image) };
  for (const dim of [0, 1] as const) {
    if (windowLength(window, dim, dim === 0 ? image.height : image.width) < 1) reject(`the window is larger than its padded input [${input.shape.join(',')}]`);
  }
  return window;
}

function pair(ctx: ParseContext, name: string, list: readonly number[] | null): readonly number[] {
  if (list === null) return ctx.reject(`attribute '${name}' is missing`);
  if (list.length !== 2) return ctx.reject(`attribute '${name}' has ${list.length} entries; two spatial dimensions are supported`);
  if (list.some((v) => v < 1 || v > 1 << 20)) return ctx.reject(`attribute '${name}' is [${list.join(',')}]; entries must be positive`);
  return list;
}

function parsePads(ctx: ParseContext, bare: Window, image: Image): readonly number[] {
  const auto = stringAttr(ctx, 'auto_pad', 'NOTSET', ['NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER']);
  const explicit = intsAttr(ctx, 'pads');
  if (auto === 'VALID') return [0, 0, 0, 0];
  if (auto !== 'NOTSET') return samePads(bare, image, auto === 'SAME_UPPER');
  const pads = explicit ?? [0, 0, 0, 0];
  if (pads.length !== 4 || pads.some((p) => p < 0 || p > 1 << 20)) return ctx.reject(`attribute 'pads' is [${pads.join(',')}]; four non-negative entries are expected`);
  return intAttr(ctx, 'ceil_mode', 0) === 1 ? ceilPads({ ...bare, pads }, image) : pads;
}

function samePads(window: Window, image: Image, upper: boolean): number[] {
  const total = ([0, 1] as const).map((dim) => {
    const input = dim === 0 ? image.height : image.width;
    const stride = at(window.strides, dim);
    const extent = (at(window.kernel, dim) - 1) * at(window.dilations, dim) + 1;
    return Math.max(0, (Math.ceil(input / stride) - 1) * stride + extent - input);
  });
  const small = total.map((t) => Math.floor(t / 2));
  const large = total.map((t) => Math.ceil(t / 2));
  return upper ? [...small, ...large] : [...large, ...small];
}

/** Adds to bottom and right what makes ceil rounding exact, unless the last window would start in the padding. */
function ceilPads(window: Window, image: Image): number[] {
  const pads = [...window.pads];
  for (const dim of [0, 1] as const) {
    const input = dim === 0 ? image.height : image.width;
    const stride = at(window.strides, dim);
    const extent = (at(window.kernel, dim) - 1) * at(window.dilations, dim) + 1;
    const span = input + at(pads, dim) + at(pads, dim + 2) - extent;
    let count = Math.ceil(span / stride) + 1;
    if ((count - 1) * stride >= input + at(pads, dim)) count -= 1;
    pads[dim + 2] = at(pads, dim + 2) + Math.max(0, (count - 1) * stride - span);
  }
  return pads;
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
