// Convolutions that the image kernels do not take as they are: lines become images of height 1, volumes become planes whose channels are
// those of all planes a window covers (elements are copied once per tap in depth, arithmetic stays that of two dimensions), a bias that is
// computed is added.
import type { ConvAttrs } from '../conv.ts';
import type { DecomposeContext } from '../op-def.ts';
import { Build, type Made } from './build.ts';
import { UNIT_WINDOW, windowAcross, windowAlong } from './window.ts';

/** [N,C,L] as [N,C,1,L]. */
export function line(b: Build<unknown>, x: Made): Made {
  const [n = 1, c = 1, l = 1] = x.type.shape;
  return b.reshape(x, [n, c, 1, l]);
}

/** Of an opset's Conv over lines: one over images. */
function overLines(b: Build<ConvAttrs>, out: string): void {
  const { attrs, outputs } = b.ctx;
  const [n = 1, m = 1, l = 1] = outputs[0]?.shape ?? [];
  const [o = 1, i = 1, k = 1] = b.input(1).type.shape;
  const w = b.reshape(b.input(1), [o, i, 1, k]);
  const y = b.node('Conv', { ...attrs, ...windowAcross(UNIT_WINDOW, windowAlong(attrs, 0)) }, [line(b, b.input(0)), w, b.optional(2)], [n, m, 1, l]);
  b.reshape(y, [n, m, l], out);
}

/** The planes that each window covers, side by side: [N,C,D,H,W] -> [N*OD, C*taps, H, W], channels [group][tap][channel of the group]. */
export function coveredPlanes(b: Build<unknown>, x: Made, depth: { groups: number; depth: number; starts: readonly number[]; stride: number }): Made {
  const { groups, starts, stride } = depth;
  const taps = starts.map((start) => b.planes(b.slice(x, 2, { start, step: stride, length: depth.depth })));
  const [planes = 1, c = 1, h = 1, w = 1] = taps[0]?.type.shape ?? [];
  if (groups === 1) return b.concat(taps, 1);
  const grouped = taps.map((tap) => b.reshape(tap, [planes, groups, c / groups, h, w]));
  return b.reshape(b.concat(grouped, 2), [planes, c * starts.length, h, w]);
}

function overVolumes(b: Build<ConvAttrs>, out: string): void {
  const { attrs, outputs } = b.ctx;
  const x = b.input(0);
  const [n = 1, m = 1, depth = 1, oh = 1, ow = 1] = outputs[0]?.shape ?? [];
  const [o = 1, i = 1, kd = 1, kh = 1, kw = 1] = b.input(1).type.shape;
  const along = windowAlong(attrs, 0);
  const padded = b.pad(x, 2, along.pads[0] ?? 0, along.pads[1] ?? 0);
  const starts = Array.from({ length: kd }, (_, t) => t * (along.dilations[0] ?? 1));
  const covered = coveredPlanes(b, padded, { groups: attrs.groups, depth: depth, starts, stride: along.strides[0] ?? 1 });
  const w = b.reshape(b.transpose(b.input(1), [0, 2, 1, 3, 4]), [o, kd * i, kh, kw]);
  const y = b.node('Conv', { ...attrs, ...windowAcross(windowAlong(attrs, 1), windowAlong(attrs, 2)) }, [covered, w, b.optional(2)], [n * depth, m, oh, ow]);
  b.volume(y, n, out);
}

/** Conv with constant weights and a bias that is computed. */
function withComputedBias(b: Build<ConvAttrs>, bias: Made, out: string): void {
  const shape = b.ctx.outputs[0]?.shape ?? [];
  const sum = b.node('Conv', b.ctx.attrs, [b.input(0), b.input(1)], shape);
  const column = b.reshape(bias, [bias.type.shape[0] ?? 1, ...shape.slice(2).map(() => 1)]);
  b.node('Add', {}, [sum, column], { shape, out });
}

/** False where the kernels take it as it is. */
export function decomposeConvolution(ctx: DecomposeContext<ConvAttrs>): boolean {
  const b = new Build(ctx);
  const [out = ''] = ctx.outputIds;
  const bias = b.optional(2);
  if (bias && !bias.type.tensor && b.input(1).type.tensor) withComputedBias(b, bias, out);
  else if (ctx.attrs.kernel.length === 1) overLines(b, out);
  else if (ctx.attrs.kernel.length === 3) overVolumes(b, out);
  else return false;
  return true;
}

