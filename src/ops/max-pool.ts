// MaxPool: https://onnx.ai/onnx/operators/onnx__MaxPool.html (opset 8 adds Indices and storage_order, 10 dilations and ceil_mode, 12 int8). One to three
// spatial dimensions. Indices are computed by a node and kernel of their own, in the order of the model; other element types than float and int8 are
// cast to float, which holds them.
import { invariant } from '../diagnostics/diagnostic.ts';
import { coordinatesOf, elementCount, toNumbers } from '../ir/tensor.ts';
import { largestOf } from '../numeric/moments.ts';
import { type DecomposeContext, type LowerContext, type LowerValue, type ReferenceContext, type ValueType, defineOp } from './op-def.ts';
import { intAttr } from './shared/attributes.ts';
import { Build, type Made } from './shared/build.ts';
import { fromNumbers } from './shared/elementwise.ts';
import { type PoolAttrs, inferPool, parsePool, poolGeometry, poolInTwoDimensions, poolReference } from './shared/pool.ts';
import { dilationParams, tapsOf } from './shared/window.ts';

export type MaxPoolAttrs = PoolAttrs & {
  /** Their places in the whole tensor instead of the maxima, or one output of each. Absent: maxima. */
  readonly result?: 'indices' | 'both';
  /** Of the indices: the last spatial dimension varies slowest (storage_order 1). */
  readonly columnMajor?: boolean;
};

/** The first greatest element of each window, by its place in the image in row-major order. */
function greatestPlaces({ attrs, inputs: [x], outputs: [y] }: ReferenceContext<MaxPoolAttrs>): { values: number[]; indices: number[] } {
  invariant(!!x && !!y, 'MaxPool needs an input');
  const spatial = x.shape.slice(2);
  const output = y.shape.slice(2);
  const [data, plane, count] = [toNumbers(x), elementCount(spatial), elementCount(output)];
  const values: number[] = [];
  const indices: number[] = [];
  for (let i = 0; i < elementCount(y.shape); i++) {
    const start = Math.floor(i / count) * plane;
    const taps = tapsOf(attrs, spatial, coordinatesOf(i % count, output)).filter((t) => t >= 0);
    const best = taps.reduce((b, t) => ((data[start + t] ?? 0) > (data[start + b] ?? 0) ? t : b), taps[0] ?? 0);
    values.push(data[start + best] ?? 0);
    indices.push(start + (attrs.columnMajor ? columnMajorPlace(best, spatial) : best));
  }
  return { values, indices };
}

function columnMajorPlace(place: number, spatial: readonly number[]): number {
  return coordinatesOf(place, spatial).reduceRight((sum, p, dim) => sum * (spatial[dim] ?? 1) + p, 0);
}

function asFloat(b: Build<MaxPoolAttrs>, x: Made): Made {
  const type = { dtype: 'f32' as const, shape: x.type.shape };
  return x.type.dtype === 'f32' ? x : { id: b.ctx.node('Cast', { to: 'f32' }, [x.id], type), type };
}

function decompose(ctx: DecomposeContext<MaxPoolAttrs>): boolean {
  const b = new Build(ctx);
  const x = b.input(0);
  const { dtype } = x.type;
  const [y = '', indices = ''] = ctx.outputIds;
  const shape = ctx.outputs[0]?.shape ?? [];
  if (ctx.attrs.result === 'both') {
    const { result: _, ...attrs } = ctx.attrs;
    b.node('MaxPool', attrs, [x], { shape, out: y });
    b.node('MaxPool', { ...ctx.attrs, result: 'indices' }, [asFloat(b, x)], { shape, out: indices });
    return true;
  }
  if (dtype === 'f32' || dtype === 'i8') return ctx.attrs.result === undefined && poolInTwoDimensions(b, 'MaxPool', y);
  ctx.node('Cast', { to: dtype }, [b.node('MaxPool', ctx.attrs, [asFloat(b, x)], shape).id], y);
  return true;
}

/** Params of one to three dimensions, filled up in front. */
function volumeParams(attrs: MaxPoolAttrs, x: ValueType, y: ValueType): Record<string, number> {
  const missing = 3 - attrs.kernel.length;
  const filled = (list: readonly number[], filler: number): number[] => [...new Array<number>(missing).fill(filler), ...list];
  const named = (name: string, list: readonly number[]): [string, number][] => ['d', 'h', 'w'].map((dim, i) => [`${name}_${dim}`, list[i] ?? 1]);
  return Object.fromEntries([
    ...named('in', filled(x.shape.slice(2), 1)), ...named('out', filled(y.shape.slice(2), 1)), ...named('kernel', filled(attrs.kernel, 1)),
    ...named('stride', filled(attrs.strides, 1)), ...named('dilation', filled(attrs.dilations, 1)), ...named('pad', filled(attrs.pads.slice(0, attrs.kernel.length), 0)),
  ]);
}

function lowerIndices(ctx: LowerContext<MaxPoolAttrs>, x: LowerValue, y: LowerValue): void {
  const params = { planes: elementCount(x.shape.slice(0, 2)), ...volumeParams(ctx.attrs, x, y), column_major: ctx.attrs.columnMajor ? 1 : 0 };
  ctx.call('max_pool_indices_f32', params, { x: { value: x.handle }, y: { value: y.handle } });
}

export default defineOp<MaxPoolAttrs>({
  op: 'MaxPool',
  since: [1, 8, 10, 11, 12, 22],
  arity: [1, 1],
  parse(ctx) {
    const places = { result: 'both', columnMajor: intAttr(ctx, 'storage_order', 0) !== 0 } as const;
    return { ...parsePool(ctx), countIncludePad: false, ...(ctx.readOutputs > 1 ? places : {}) };
  },
  infer(ctx) {
    const types = inferPool(ctx).flatMap((y): ValueType[] => [y, { dtype: 'i64', shape: y.shape }]);
    return ctx.attrs.result === 'both' ? types : types.slice(0, 1);
  },
  reference(ctx) {
    const { attrs, inputs: [x], outputs: [y, places] } = ctx;
    invariant(!!x && !!y, 'MaxPool needs an input');
    const { result } = attrs;
    if (result === undefined) return [fromNumbers(y, Array.from(poolReference(attrs, { type: x, data: toNumbers(x) }, y, ({ values }) => values.reduce((m, v) => Math.max(m, v), -Infinity))))];
    const { values, indices } = greatestPlaces(ctx);
    return result === 'both' && places ? [fromNumbers(y, values), fromNumbers(places, indices)] : [fromNumbers(y, indices)];
  },
  quant: {
    supports: ({ attrs }) => attrs.result === undefined,
    roles: () => ({ inputs: [{ kind: 'shared' }], outputs: [{ kind: 'shared' }] }),
  },
  channelsLast: (attrs) => (attrs.result !== undefined ? null : { ...attrs, layout: 'nhwc' }),
  homogeneous: ({ attrs }) => attrs.layout === 'nhwc',
  moments: ({ attrs }, [x]) => (x && attrs.layout === 'nhwc' ? largestOf(x, attrs.kernel.reduce((p, k) => p * k, 1)) : null),
  decompose,
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'MaxPool needs an input');
    if (ctx.attrs.result === 'indices') return lowerIndices(ctx, x, y);
    invariant(ctx.attrs.layout === 'nhwc', 'maxima are found in NHWC');
    const params = { ...poolGeometry(ctx.attrs, x, y), ...dilationParams(ctx.attrs) };
    ctx.call(x.dtype === 'i8' ? 'max_pool_s8' : 'max_pool_f32', params, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
