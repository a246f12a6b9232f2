// GroupNormalization: https://onnx.ai/onnx/operators/onnx__GroupNormalization.html. Opset 18 has scale and bias per group, 21 per channel.
// Lines and volumes are normalized as images; the kernel works on NHWC.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Tensor, elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { type DecomposeContext, type ParseContext, type ReferenceContext, defineOp } from './op-def.ts';
import { floatAttr, intAttr, requiredInput } from './shared/attributes.ts';
import { Build, type Made } from './shared/build.ts';
import { floatLimits } from './shared/limits.ts';
import { momentsOf } from './shared/normalization.ts';
import type { Layout } from './shared/window.ts';

export type GroupNormalizationAttrs = { readonly groups: number; readonly epsilon: number; readonly layout: Layout };

function parse(ctx: ParseContext): GroupNormalizationAttrs {
  const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  const groups = intAttr(ctx, 'num_groups', 0);
  const channels = shape[1] ?? 0;
  if (groups < 1 || channels % groups !== 0) return ctx.reject(`${channels} channels do not fit ${groups} groups`, 'set num_groups to a divisor of the number of channels');
  return { groups, epsilon: floatAttr(ctx, 'epsilon', 1e-5), layout: 'nchw' };
}

/** The channels of an element's group in turn, whatever the layout: index of (n, p, c). */
function indexOf(layout: Layout, channels: number, pixels: number): (n: number, p: number, c: number) => number {
  return (n, p, c) => (layout === 'nchw' ? (n * channels + c) * pixels + p : (n * pixels + p) * channels + c);
}

function reference({ attrs, inputs: [x, scale, bias], outputs: [y] }: ReferenceContext<GroupNormalizationAttrs>): Tensor[] {
  invariant(!!x && !!y, 'a normalization needs an input');
  const channels = (attrs.layout === 'nchw' ? x.shape[1] : x.shape.at(-1)) ?? 1;
  const [batch = 1] = x.shape;
  const pixels = elementCount(x.shape) / batch / channels;
  const width = channels / attrs.groups;
  const at = indexOf(attrs.layout, channels, pixels);
  const [xs, factors, offsets] = [toNumbers(x), scale ? toNumbers(scale) : null, bias ? toNumbers(bias) : null];
  const result = new Float32Array(xs.length);
  for (let i = 0; i < batch * attrs.groups; i++) {
    const [n, g] = [Math.floor(i / attrs.groups), i % attrs.groups];
    const places = Array.from({ length: pixels * width }, (_, k) => [Math.floor(k / width), g * width + (k % width)] as const);
    const { mean, inverse } = momentsOf(places.map(([p, c]) => xs[at(n, p, c)] ?? 0), attrs.epsilon);
    const parameter = (list: readonly number[] | null, c: number, none: number): number => (list === null ? none : (list[list.length === channels ? c : g] ?? none));
    for (const [p, c] of places) result[at(n, p, c)] = ((xs[at(n, p, c)] ?? 0) - mean) * inverse * parameter(factors, c, 1) + parameter(offsets, c, 0);
  }
  return [makeTensor('f32', y.shape, result)];
}

/** One entry per channel of a parameter that may have one per group. */
function perChannel(b: Build<GroupNormalizationAttrs>, parameter: Made | null, channels: number): Made | null {
  const [count = channels] = parameter?.type.shape ?? [];
  if (parameter === null || count === channels) return parameter;
  const { tensor } = parameter.type;
  if (tensor) return b.floats([channels], Array.from({ length: channels }, (_, c) => Number(tensor.data[Math.floor((c * count) / channels)] ?? 0)));
  const column = b.reshape(parameter, [count, 1]);
  return b.reshape(b.concat(Array.from({ length: channels / count }, () => column), 1), [channels]);
}

function decompose(ctx: DecomposeContext<GroupNormalizationAttrs>): boolean {
  const b = new Build(ctx);
  const x = b.input(0);
  const { shape } = x.type;
  const [n = 1, channels = 1, height = 1, ...rest] = shape;
  const parameters = [b.optional(1), b.optional(2)];
  if (shape.length === 4 && parameters.every((p) => p === null || p.type.shape[0] === channels)) return false;
  const image = [n, channels, height, elementCount(rest)];
  const y = b.node('GroupNormalization', ctx.attrs, [b.reshape(x, image), ...parameters.map((p) => perChannel(b, p, channels))], image);
  b.reshape(y, shape, ctx.outputIds[0]);
  return true;
}

export default defineOp<GroupNormalizationAttrs>({
  op: 'GroupNormalization',
  since: [18, 21],
  arity: [3, 3],
  finiteConstants: true,
  parse,
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const channels = (ctx.attrs.layout === 'nchw' ? x.shape[1] : x.shape.at(-1)) ?? 0;
    const allowed = [`${channels}`, `${ctx.attrs.groups}`];
    if (ctx.inputs.slice(1).some((p) => p && !allowed.includes(p.shape.join()))) return ctx.reject(`scale and bias must have shape [${channels}] or [${ctx.attrs.groups}]`);
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  reference,
  channelsLast: (attrs) => ({ ...attrs, layout: 'nhwc' }),
  clamps: true,
  decompose,
  lower(ctx) {
    const [x, scale, bias] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y && ctx.attrs.layout === 'nhwc', 'a normalization is lowered in NHWC');
    const [batch = 1, height = 1, w = 1, channels = 1] = x.shape;
    const params = { batch, pixels: height * w, groups: ctx.attrs.groups, width: channels / ctx.attrs.groups, centred: 1, epsilon: Math.fround(ctx.attrs.epsilon), ...floatLimits(ctx.clamp) };
    ctx.call('group_norm_f32', params, { x: { value: x.handle }, scale: scale ? { value: scale.handle } : null, bias: bias ? { value: bias.handle } : null, y: { value: y.handle } });
  },
});
