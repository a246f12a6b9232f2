// ConvTranspose as convolutions of stride 1. With stride s, the outputs at r, r + s, r + 2s ... are one convolution of the input by the taps that
// reach them: no zero is multiplied. The s * s convolutions are one where they read the same patches (kernel a multiple of the stride, nothing cut
// off), followed by one transposition; else their results are woven together. Depth becomes channels, as in shared/convolution-nd.ts.
import type { ConvTransposeAttrs } from '../conv-transpose.ts';
import type { QuantParams } from '../../ir/graph.ts';
import type { DecomposeContext } from '../op-def.ts';
import { Build, type Made } from './build.ts';
import { coveredPlanes, line } from './convolution-nd.ts';

/** The outputs at r, r + stride ... along one dimension: output q reads the inputs q + first, q + first + step ..., one for each tap. */
interface Phase {
  /** Indices into the kernel; -1: a tap of zero. */
  readonly taps: readonly number[];
  readonly first: number;
  readonly step: number;
}

interface Dimension {
  readonly input: number;
  readonly output: number;
  readonly stride: number;
  /** Outputs of each phase; the last ones may lie behind the end. */
  readonly count: number;
  readonly phases: readonly Phase[];
}

const NOTHING: Phase = { taps: [-1], first: 0, step: 1 };

function phaseOf(attrs: ConvTransposeAttrs, dim: number, r: number): { taps: number[]; offsets: number[] } {
  const [kernel = 1, stride = 1, dilation = 1, before = 0] = [attrs.kernel[dim], attrs.strides[dim], attrs.dilations[dim], attrs.before[dim]];
  const taps = Array.from({ length: kernel }, (_, k) => kernel - 1 - k).filter((k) => (r + before - k * dilation) % stride === 0);
  return { taps, offsets: taps.map((k) => (r + before - k * dilation) / stride) };
}

function dimensionOf(attrs: ConvTransposeAttrs, dim: number, input: number): Dimension {
  const [stride = 1, output = 1] = [attrs.strides[dim], attrs.lengths[dim]];
  const count = Math.ceil(output / stride);
  const phases = Array.from({ length: stride }, (_, r): Phase => {
    const { taps, offsets } = phaseOf(attrs, dim, r);
    const [first = 0, second = first + 1] = offsets;
    const reaches = taps.length > 0 && first < input && count - 1 + (offsets.at(-1) ?? 0) >= 0;
    return reaches ? { taps, first, step: second - first } : NOTHING;
  });
  return { input, output, stride, count, phases };
}

/** Zeros that the convolution needs in front and behind; fewer elements where negative. */
function padding({ input, count }: Dimension, { taps, first, step }: Phase): readonly [number, number] {
  return [-first, count - 1 + first + (taps.length - 1) * step - (input - 1)];
}

/** One phase for all: the union of what they read, taps of zero where one reads less. Null where dilation keeps them apart. */
function joined(dim: Dimension): Phase[] | null {
  if (dim.phases.some((p) => p.step !== 1)) return null;
  const first = Math.min(...dim.phases.map((p) => p.first));
  const end = Math.max(...dim.phases.map((p) => p.first + p.taps.length));
  return dim.phases.map((p) => ({ first, step: 1, taps: Array.from({ length: end - first }, (_, i) => p.taps[i + first - p.first] ?? -1) }));
}

/** [C, M/groups, kh, kw] -> [M, C/groups, taps, taps], as Conv has them, on the same grid. */
function phaseWeights(b: Build<ConvTransposeAttrs>, w: Made, rows: readonly number[], columns: readonly number[]): Made {
  const { groups } = b.ctx.attrs;
  const { quant, ...bare } = w.type;
  const picked = b.pick(b.pick({ id: w.id, type: bare }, 2, rows), 3, columns);
  const [c = 1, m = 1, h = 1, k = 1] = picked.type.shape;
  const split = b.transpose(b.reshape(picked, [groups, c / groups, m, h, k]), [0, 2, 1, 3, 4]);
  const result = b.reshape(split, [groups * m, c / groups, h, k]);
  return result.type.tensor ? b.constant(result.type.tensor, gridOf(quant, groups)) : result;
}

/** Scales per output channel repeat for each group. */
function gridOf(quant: QuantParams | undefined, groups: number): QuantParams | null {
  if (quant === undefined || quant.axis === null) return quant ?? null;
  if (quant.axis !== 1) return null;
  const repeated = (list: readonly number[]): number[] => Array.from({ length: groups }, () => list).flat();
  return { scale: repeated(quant.scale), zeroPoint: repeated(quant.zeroPoint), axis: 0 };
}

interface Image {
  readonly x: Made;
  readonly rows: Dimension;
  readonly columns: Dimension;
}

/** A convolution of stride 1 whose padding may be negative. */
function convolved(b: Build<ConvTransposeAttrs>, { x, rows, columns }: Image, phases: readonly [Phase, Phase], operands: { w: Made; bias: Made | null; groups: number }): Made {
  const [top, bottom] = padding(rows, phases[0]);
  const [left, right] = padding(columns, phases[1]);
  const least = (v: number): number => Math.min(0, v);
  const most = (v: number): number => Math.max(0, v);
  const cut = b.framed(b.framed(x, 2, least(top), least(bottom)), 3, least(left), least(right));
  const [m = 1, , kh = 1, kw = 1] = operands.w.type.shape;
  const attrs = {
    kernel: [kh, kw], strides: [1, 1], dilations: [phases[0].step, phases[1].step], pads: [most(top), most(left), most(bottom), most(right)],
    layout: 'nchw', groups: operands.groups, padValues: null,
  };
  return b.node('Conv', attrs, [cut, operands.w, operands.bias], [x.type.shape[0] ?? 1, m, rows.count, columns.count]);
}

/** All phases in one convolution, and a transposition; null where that would multiply by many zeros or groups keep them apart. */
function inOne(b: Build<ConvTransposeAttrs>, image: Image, w: Made, bias: Made | null): Made | null {
  const { rows, columns } = image;
  const [tall, wide] = [joined(rows), joined(columns)];
  const [row, column] = [tall?.[0], wide?.[0]];
  if (!tall || !wide || !row || !column || b.ctx.attrs.groups !== 1 || rows.stride * columns.stride === 1) return null;
  const used = rows.phases.flatMap((r) => r.taps).length * columns.phases.flatMap((c) => c.taps).length;
  if (rows.stride * columns.stride * row.taps.length * column.taps.length > 1.2 * used || !w.type.tensor || (bias && !bias.type.tensor)) return null;
  const parts = tall.flatMap((r) => wide.map((c) => phaseWeights(b, w, r.taps, c.taps)));
  const [m = 1] = parts[0]?.type.shape ?? [];
  const all = b.joinedConstants(parts);
  const tiled = bias && b.joinedConstants(parts.map(() => bias));
  const y = convolved(b, image, [row, column], { w: all, bias: tiled, groups: 1 });
  const [n = 1] = y.type.shape;
  const split = b.transpose(b.reshape(y, [n, rows.stride, columns.stride, m, rows.count, columns.count]), [0, 3, 4, 1, 5, 2]);
  return b.reshape(split, [n, m, rows.count * rows.stride, columns.count * columns.stride]);
}

/** Elements of `parts` in turn along `axis`. */
function woven(b: Build<ConvTransposeAttrs>, parts: readonly Made[], axis: number): Made {
  const [first] = parts;
  const shape = first?.type.shape ?? [];
  if (parts.length === 1 && first) return first;
  const apart = parts.map((part) => b.reshape(part, [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)]));
  return b.reshape(b.concat(apart, axis + 1), shape.map((d, i) => (i === axis ? d * parts.length : d)));
}

function overImages(b: Build<ConvTransposeAttrs>, x: Made, w: Made, bias: Made | null): Made {
  const image = { x, rows: dimensionOf(b.ctx.attrs, 0, x.type.shape[2] ?? 1), columns: dimensionOf(b.ctx.attrs, 1, x.type.shape[3] ?? 1) };
  const one = inOne(b, image, w, bias);
  if (one !== null) return one;
  const { groups } = b.ctx.attrs;
  const lines = image.rows.phases.map((row) => woven(b, image.columns.phases.map((column) => convolved(b, image, [row, column], { w: phaseWeights(b, w, row.taps, column.taps), bias, groups })), 3));
  return woven(b, lines, 2);
}

/** [N,C,L] with weights [C,M,K] as images of height 1. */
function overLines(b: Build<ConvTransposeAttrs>, out: string): void {
  const { attrs, outputs: [y] } = b.ctx;
  const w = b.input(1);
  const [c = 1, m = 1, k = 1] = w.type.shape;
  const { quant, ...type } = w.type;
  const flat = w.type.tensor ? b.constant({ ...w.type.tensor, shape: [c, m, 1, k] }, quant) : b.reshape({ id: w.id, type }, [c, m, 1, k]);
  const plane = {
    ...attrs, kernel: [1, ...attrs.kernel], strides: [1, ...attrs.strides], dilations: [1, ...attrs.dilations], before: [0, ...attrs.before], lengths: [1, ...attrs.lengths],
  };
  const [n = 1, o = 1, l = 1] = y?.shape ?? [];
  b.reshape(b.node('ConvTranspose', plane, [line(b, b.input(0)), flat, b.optional(2)], [n, o, 1, l]), [n, o, l], out);
}

/** The taps in depth of one phase, as input channels: [C,M,kd,kh,kw] -> [groups * taps * C/groups, M, kh, kw]. */
function depthWeights(b: Build<ConvTransposeAttrs>, w: Made, taps: readonly number[]): Made {
  const { groups } = b.ctx.attrs;
  const { quant, ...type } = w.type;
  const [c = 1, m = 1, , kh = 1, kw = 1] = w.type.shape;
  const split = b.reshape(b.pick({ id: w.id, type }, 2, taps), [groups, c / groups, m, taps.length, kh, kw]);
  const result = b.reshape(b.transpose(split, [0, 3, 1, 2, 4, 5]), [c * taps.length, m, kh, kw]);
  return result.type.tensor && quant?.axis !== 0 ? b.constant(result.type.tensor, quant) : result;
}

function overVolumes(b: Build<ConvTransposeAttrs>, out: string): void {
  const { attrs, outputs: [y] } = b.ctx;
  const x = b.input(0);
  const depth = dimensionOf(attrs, 0, x.type.shape[2] ?? 1);
  const [n = 1, m = 1, length = 1, h = 1, w = 1] = y?.shape ?? [];
  const rest = (list: readonly number[]): number[] => list.slice(1);
  const plane = { groups: attrs.groups, kernel: rest(attrs.kernel), strides: rest(attrs.strides), dilations: rest(attrs.dilations), before: rest(attrs.before), lengths: rest(attrs.lengths) };
  const parts = depth.phases.map((phase) => {
    const framed = b.framed(x, 2, ...padding(depth, phase));
    const covered = coveredPlanes(b, framed, { groups: attrs.groups, depth: depth.count, starts: phase.taps.map((_, t) => t * phase.step), stride: 1 });
    const weights = depthWeights(b, b.input(1), phase.taps);
    return b.volume(b.node('ConvTranspose', plane, [covered, weights, b.optional(2)], [n * depth.count, m, h, w]), n);
  });
  b.slice(woven(b, parts, 2), 2, { start: 0, step: 1, length }, out);
}

/** Always possible. */
export function decomposeTransposed(ctx: DecomposeContext<ConvTransposeAttrs>): boolean {
  const b = new Build(ctx);
  const [out = ''] = ctx.outputIds;
  if (ctx.attrs.kernel.length === 1) overLines(b, out);
  else if (ctx.attrs.kernel.length === 3) overVolumes(b, out);
  else {
    const y = overImages(b, b.input(0), b.input(1), b.optional(2));
    const [height = 1, width = 1] = ctx.attrs.lengths;
    b.slice(b.slice(y, 2, { start: 0, step: 1, length: height }), 3, { start: 0, step: 1, length: width }, out);
  }
  return true;
}
