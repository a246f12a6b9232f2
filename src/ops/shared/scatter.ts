// What Scatter, ScatterElements and ScatterND share: reductions (opset 16 adds add and mul, 18 max and min), reference, and the types that are widened
// around a reduction because kernels reduce float, int32 and int64. Duplicate indices are served in order.
import { type DType, bytesOf, isFloat, makeData } from '../../ir/dtype.ts';
import type { Attrs } from '../../ir/graph.ts';
import { type Tensor, makeTensor } from '../../ir/tensor.ts';
import type { DecomposeContext, InferContext, ParseContext, QuantRole, ValueType } from '../op-def.ts';
import { requiredInput, stringAttr } from './attributes.ts';
import { REDUCTIONS, type Reduction } from './gather.ts';
import { computeIn } from './widen.ts';

export function parseReduction(ctx: ParseContext): Reduction {
  const named = stringAttr(ctx, 'reduction', 'none', REDUCTIONS);
  return REDUCTIONS.find((r) => r === named) ?? 'none';
}

/** Data, indices and updates; data and updates of one type. */
export function scatterInputs(ctx: Pick<InferContext<unknown>, 'inputs' | 'reject'>): readonly [ValueType, ValueType, ValueType] {
  const reject = ctx.reject.bind(ctx);
  const [data, indices, updates] = [requiredInput(ctx.inputs, 0, reject), requiredInput(ctx.inputs, 1, reject), requiredInput(ctx.inputs, 2, reject)];
  return data.dtype === updates.dtype ? [data, indices, updates] : reject(`data are ${data.dtype} and updates are ${updates.dtype}`);
}

/** Data, updates and result have one scale. */
export const SCATTER_QUANT = {
  supports: ({ attrs }: { readonly attrs: { readonly reduction: Reduction } }): boolean => attrs.reduction === 'none',
  roles: (): { inputs: (QuantRole | null)[]; outputs: QuantRole[] } => ({ inputs: [{ kind: 'shared' }, null, { kind: 'shared' }], outputs: [{ kind: 'shared' }] }),
};

type Element = number | bigint;

/** Integers as BigInt, so that sums and products wrap around in the array that they are stored to. */
function combined(a: Element, b: Element, reduction: Reduction): Element {
  switch (reduction) {
    case 'none': return b;
    case 'min': return Number.isNaN(b) || b < a ? b : a;
    case 'max': return Number.isNaN(b) || b > a ? b : a;
    case 'add': return typeof a === 'bigint' && typeof b === 'bigint' ? a + b : Number(a) + Number(b);
    case 'mul': return typeof a === 'bigint' && typeof b === 'bigint' ? a * b : Number(a) * Number(b);
  }
}

/** `data`, where slice slots[i] is replaced by, or combined with, slice i of `updates`. Bool adds as "or" and multiplies as "and". */
export function scatterReference(data: Tensor, updates: Tensor, slots: Int32Array, { slice, reduction }: { slice: number; reduction: Reduction }): Tensor {
  const result = makeData(data.dtype, data.data.length);
  const wide = !isFloat(data.dtype);
  const element = (v: Element): Element => (wide ? BigInt(v) : v);
  const stored = (v: Element): Element => (typeof v !== 'bigint' || bytesOf(data.dtype) === 8 ? v : data.dtype === 'bool' ? Number(v !== 0n) : Number(BigInt.asIntN(32, v)));
  for (let i = 0; i < result.length; i++) result[i] = data.data[i] ?? 0;
  for (let i = 0; i < updates.data.length; i++) {
    const at = (slots[Math.floor(i / slice)] ?? 0) * slice + (i % slice);
    result[at] = stored(combined(element(result[at] ?? 0), element(updates.data[i] ?? 0), reduction));
  }
  return makeTensor(data.dtype, data.shape, result);
}

/** The types to which others are widened. */
const WIDE: Readonly<Partial<Record<DType, DType>>> = { i8: 'i32', u8: 'i32', i16: 'i32', u16: 'i32', u32: 'i64', bool: 'i32' };

/** Widens data and updates around a reduction of narrow integers. */
export function widenReduction<A extends Attrs & { readonly reduction: Reduction }>(ctx: DecomposeContext<A>, op: string): boolean {
  const [data] = ctx.inputs;
  const wide = data ? WIDE[data.dtype] : undefined;
  if (ctx.attrs.reduction === 'none' || wide === undefined) return false;
  computeIn(ctx, op, wide);
  return true;
}
