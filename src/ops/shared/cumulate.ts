// CumSum and CumProd: attributes, reference over any element type, and lowering to kernels over [outer][count][inner].
import { invariant } from '../../diagnostics/diagnostic.ts';
import { elementCount, makeTensor } from '../../ir/tensor.ts';
import { makeData } from '../../ir/dtype.ts';
import { type OpDef, type OpSpec, type ParseContext, type ReferenceContext, defineOp } from '../op-def.ts';
import { constantInput, intAttr, normaliseAxis, requiredInput } from './attributes.ts';
import { inferUnary, permuteAxis } from './elementwise.ts';
import { runOf } from './axis-run.ts';
import { widenedReduce } from './reduce.ts';

export type CumulateAttrs = { readonly axis: number; readonly exclusive: boolean; readonly reverse: boolean };

function parse(ctx: ParseContext): CumulateAttrs {
  const reject = ctx.reject.bind(ctx);
  const { shape } = requiredInput(ctx.inputs, 0, reject);
  const [axis = 0] = constantInput(ctx, 'axis', 1) ?? reject('the axis is missing');
  return { axis: normaliseAxis(axis, shape.length, reject), exclusive: intAttr(ctx, 'exclusive', 0) !== 0, reverse: intAttr(ctx, 'reverse', 0) !== 0 };
}

interface Folds {
  readonly onNumbers: (a: number, b: number) => number;
  readonly onIntegers: (a: bigint, b: bigint) => bigint;
  readonly neutral: 0 | 1;
}

function reference({ attrs, inputs, outputs }: ReferenceContext<CumulateAttrs>, { onNumbers, onIntegers, neutral }: Folds): ReturnType<NonNullable<OpSpec<CumulateAttrs>['reference']>> {
  const [x] = inputs;
  const [y] = outputs;
  invariant(!!x && !!y, 'a running fold needs an input');
  const { outer, count, inner } = runOf(x.shape, [attrs.axis]);
  const data = makeData(x.dtype, elementCount(x.shape));
  for (let line = 0; line < outer * inner; line++) {
    let sum: number | bigint = x.data instanceof BigInt64Array || x.data instanceof BigUint64Array ? BigInt(neutral) : neutral;
    for (let r = 0; r < count; r++) {
      const at = (Math.floor(line / inner) * count + (attrs.reverse ? count - 1 - r : r)) * inner + (line % inner);
      const value: number | bigint = x.data[at] ?? 0;
      const before = sum;
      sum = typeof sum === 'bigint' ? onIntegers(sum, BigInt(value)) : onNumbers(sum, Number(value));
      data[at] = attrs.exclusive ? before : sum;
    }
  }
  return [makeTensor(x.dtype, x.shape, data)];
}

export function defineCumulate(op: 'CumSum' | 'CumProd', kernel: string, since: readonly number[], folds: Folds): OpDef {
  return defineOp<CumulateAttrs>({
    op,
    since,
    arity: [2, 2],
    dataInputs: 1,
    parse,
    infer: inferUnary,
    reference: (ctx) => reference(ctx, folds),
    permute: permuteAxis,
    decompose: (ctx) => widenedReduce(ctx, op),
    lower(ctx) {
      const [x] = ctx.inputs;
      const [y] = ctx.outputs;
      invariant(!!x && !!y, 'a running fold needs an input');
      const params = { ...runOf(x.shape, [ctx.attrs.axis]), exclusive: ctx.attrs.exclusive ? 1 : 0, reverse: ctx.attrs.reverse ? 1 : 0 };
      ctx.call(`${kernel}_${x.dtype}`, params, { x: { value: x.handle }, y: { value: y.handle } });
    },
  });
}
