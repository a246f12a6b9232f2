// What the pooling operators share: attributes, shape inference, and a walk over the elements of each window. Kernels take two spatial dimensions;
// lines become images of height 1, and volumes are pooled along their depth first, then plane by plane.
import { coordinatesOf, elementCount } from '../../ir/tensor.ts';
import type { ParamValues } from '../../kernels/program.ts';
import type { InferContext, ParseContext, ValueType } from '../op-def.ts';
import { intAttr, intsAttr, requiredInput } from './attributes.ts';
import { Build } from './build.ts';
import { line } from './convolution-nd.ts';
import { type Layout, UNIT_WINDOW, type Window, elementOf, explicitPads, gridOf, gridShape, parseWindow, tapsOf, windowAcross, windowAlong, windowLengths } from './window.ts';

export type PoolAttrs = Window & {
  readonly layout: Layout;
  /** AveragePool: divides by all taps, also those in the padding. */
  readonly countIncludePad: boolean;
  /** What ceil_mode adds behind each dimension, counted in `pads`: such taps are never divided by. Absent: none. */
  readonly beyond?: readonly number[];
};

export function parsePool(ctx: ParseContext): PoolAttrs {
  const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  const countIncludePad = intAttr(ctx, 'count_include_pad', 0) !== 0;
  const window = parseWindow(ctx, x, null);
  const extents = window.kernel.map((k, i) => (k - 1) * (window.dilations[i] ?? 1) + 1);
  const outside = (intsAttr(ctx, 'pads') ?? []).some((p, i) => p >= (extents[i % extents.length] ?? 1) && window.pads[i] === p);
  if (outside) return ctx.reject(`pads [${window.pads.join(',')}] are as long as windows [${extents.join(',')}]: one could lie in the padding`);
  const beyond = countIncludePad && intAttr(ctx, 'ceil_mode', 0) !== 0 ? addedByCeil(ctx, window) : [];
  return { ...window, layout: 'nchw', countIncludePad, ...(beyond.some((b) => b > 0) ? { beyond } : {}) };
}

function addedByCeil(ctx: ParseContext, { kernel, pads }: Window): number[] {
  const explicit = (ctx.raw['auto_pad'] ?? 'NOTSET') === 'NOTSET' ? explicitPads(ctx, kernel.length) : pads;
  return kernel.map((_, dim) => (pads[dim + kernel.length] ?? 0) - (explicit[dim + kernel.length] ?? 0));
}

export function inferPool(ctx: InferContext<PoolAttrs>): ValueType[] {
  const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  const grid = gridOf(x, ctx.attrs.layout, ctx.reject.bind(ctx));
  return [{ dtype: x.dtype, shape: gridShape({ ...grid, spatial: windowLengths(ctx.attrs, grid.spatial) }, ctx.attrs.layout) }];
}

/** Params that both pooling kernels take, from NHWC types. */
export function poolGeometry(attrs: PoolAttrs, x: ValueType, y: ValueType): ParamValues {
  const [batch = 1, inH = 1, inW = 1, channels = 1] = x.shape;
  const [, outH = 1, outW = 1] = y.shape;
  const { kernel_h, kernel_w, stride_h, stride_w, pad_top, pad_left } = windowParams4(attrs);
  return { batch, in_h: inH, in_w: inW, channels, out_h: outH, out_w: outW, kernel_h, kernel_w, stride_h, stride_w, pad_top, pad_left };
}

function windowParams4(attrs: PoolAttrs): { kernel_h: number; kernel_w: number; stride_h: number; stride_w: number; pad_top: number; pad_left: number } {
  const [kernel_h = 1, kernel_w = 1] = attrs.kernel;
  const [stride_h = 1, stride_w = 1] = attrs.strides;
  const [pad_top = 0, pad_left = 0] = attrs.pads;
  return { kernel_h, kernel_w, stride_h, stride_w, pad_top, pad_left };
}

/** One window: the values inside the input, and how many taps lie inside the input and its padding without what ceil_mode adds. */
export interface PooledWindow {
  readonly values: readonly number[];
  readonly taps: number;
}

/** Reference pooling: `reduce` sees each window. */
export function poolReference(attrs: PoolAttrs, x: { type: ValueType; data: readonly number[] }, y: ValueType, reduce: (window: PooledWindow) => number): Float32Array {
  const reject = (message: string): never => {
    throw new RangeError(message);
  };
  const input = gridOf(x.type, attrs.layout, reject);
  const output = gridOf(y, attrs.layout, reject);
  const result = new Float32Array(elementCount(y.shape));
  for (let place = 0; place < elementCount(output.spatial); place++) {
    const position = coordinatesOf(place, output.spatial);
    const inside = tapsOf(attrs, input.spatial, position).filter((tap) => tap >= 0);
    const taps = countedTaps(attrs, input.spatial, position);
    for (let n = 0; n < output.batch; n++) {
      for (let c = 0; c < output.channels; c++) {
        const values = inside.map((tap) => x.data[elementOf(input, attrs.layout, { n, c, place: tap })] ?? 0);
        result[elementOf(output, attrs.layout, { n, c, place })] = reduce({ values, taps });
      }
    }
  }
  return result;
}

/** Taps of the window at `position` that lie in front of what ceil_mode adds. */
export function countedTaps({ kernel, strides, dilations, pads, beyond }: PoolAttrs, spatial: readonly number[], position: readonly number[]): number {
  return kernel.reduce((product, taps, dim) => {
    const start = (position[dim] ?? 0) * (strides[dim] ?? 1) - (pads[dim] ?? 0);
    const end = (spatial[dim] ?? 1) + (pads[dim + kernel.length] ?? 0) - (beyond?.[dim] ?? 0);
    return product * Math.min(taps, Math.ceil((end - start) / (dilations[dim] ?? 1)));
  }, 1);
}

/** Taps inside the input, for every output position in row-major order. */
export function insideCounts(attrs: PoolAttrs, input: readonly number[]): number[] {
  const output = windowLengths(attrs, input);
  return Array.from({ length: elementCount(output) }, (_, place) => tapsOf(attrs, input, coordinatesOf(place, output)).filter((tap) => tap >= 0).length);
}

/** Pools lines as images, and volumes in two steps; false for images. Right for maxima, and for means over taps inside the input or over all taps. */
export function poolInTwoDimensions(b: Build<PoolAttrs>, op: 'MaxPool' | 'AveragePool', out: string): boolean {
  const { attrs, outputs } = b.ctx;
  const x = b.input(0);
  const shape = outputs[0]?.shape ?? [];
  if (attrs.kernel.length === 1) {
    const [n = 1, c = 1, l = 1] = shape;
    b.reshape(b.node(op, { ...attrs, ...windowAcross(UNIT_WINDOW, windowAlong(attrs, 0)) }, [line(b, x)], [n, c, 1, l]), shape, out);
    return true;
  }
  if (attrs.kernel.length !== 3) return false;
  const [n = 1, c = 1, , h = 1, w = 1] = x.type.shape;
  const [, , depth = 1, oh = 1, ow = 1] = shape;
  const flat = b.reshape(x, [n, c, x.type.shape[2] ?? 1, h * w]);
  const shallow = b.reshape(b.node(op, { ...attrs, ...windowAcross(windowAlong(attrs, 0), UNIT_WINDOW) }, [flat], [n, c, depth, h * w]), [n, c, depth, h, w]);
  const pooled = b.node(op, { ...attrs, ...windowAcross(windowAlong(attrs, 1), windowAlong(attrs, 2)) }, [b.planes(shallow)], [n * depth, c, oh, ow]);
  b.volume(pooled, n, out);
  return true;
}
