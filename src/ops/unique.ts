// Unique: https://onnx.ai/onnx/operators/onnx__Unique.html, of a constant: its different elements, or slices along an axis, and where they are. At run time
// the size of the output would depend on values, which no static arena can hold.
import { makeData } from '../ir/dtype.ts';
import { type Tensor, elementCount, makeTensor } from '../ir/tensor.ts';
import { type ValueType, defineOp } from './op-def.ts';
import { intAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { mapReference } from './shared/index-map.ts';

/** Axis -1: of the flattened input. */
export type UniqueAttrs = { readonly axis: number; readonly sorted: boolean };

type Slice = readonly (number | bigint)[];

function compare(a: Slice, b: Slice): number {
  const at = a.findIndex((v, i) => v !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1;
}

/** Slices along `axis`, each row-major. */
function slicesOf(x: Tensor, axis: number): Slice[] {
  const size = x.shape[axis] ?? 1;
  const inner = elementCount(x.shape.slice(axis + 1));
  const slices = Array.from({ length: size }, (): (number | bigint)[] => []);
  for (let i = 0; i < x.data.length; i++) slices[Math.floor(i / inner) % size]?.push(x.data[i] ?? 0);
  return slices;
}

function unique(x: Tensor, axis: number, sorted: boolean): { first: number[]; inverse: number[]; counts: number[] } {
  const slices = slicesOf(x, axis);
  const key = (s: Slice): string => s.join(',');
  const groups = new Map<string, number[]>();
  slices.forEach((s, i) => groups.set(key(s), [...(groups.get(key(s)) ?? []), i]));
  const order = [...groups.values()].sort((a, b) => (sorted ? compare(slices[a[0] ?? 0] ?? [], slices[b[0] ?? 0] ?? []) : (a[0] ?? 0) - (b[0] ?? 0)));
  const inverse = new Array<number>(slices.length).fill(0);
  order.forEach((members, group) => members.forEach((i) => (inverse[i] = group)));
  return { first: order.map((members) => members[0] ?? 0), inverse, counts: order.map((members) => members.length) };
}

function int64(values: readonly number[]): ValueType {
  const data = makeData('i64', values.length);
  values.forEach((v, i) => (data[i] = BigInt(v)));
  return { dtype: 'i64', shape: [values.length], tensor: makeTensor('i64', [values.length], data) };
}

export default defineOp<UniqueAttrs>({
  op: 'Unique',
  since: [11],
  arity: [1, 1],
  constantInputs: [0],
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const axis = 'axis' in ctx.raw ? normaliseAxis(intAttr(ctx, 'axis', 0), shape.length, ctx.reject.bind(ctx)) : -1;
    return { axis, sorted: intAttr(ctx, 'sorted', 1) !== 0 };
  },
  infer(ctx) {
    const { tensor } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    if (!tensor) return ctx.reject('the size of its output depends on values computed at run time', 'compute it outside of the network');
    const axis = Math.max(0, ctx.attrs.axis);
    const x = ctx.attrs.axis < 0 ? makeTensor(tensor.dtype, [tensor.data.length], tensor.data) : tensor;
    const { first, inverse, counts } = unique(x, axis, ctx.attrs.sorted);
    const shape = x.shape.map((d, i) => (i === axis ? first.length : d));
    const values = mapReference(x, shape, shape.map((_, i) => (i === axis ? first : null)));
    return [{ dtype: x.dtype, shape, tensor: values }, int64(first), int64(inverse), int64(counts)];
  },
});
