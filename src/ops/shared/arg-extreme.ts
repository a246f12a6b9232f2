// ArgMax and ArgMin: attributes, reference and lowering. Indices are int64, as ONNX says.
import { invariant } from '../../diagnostics/diagnostic.ts';
import { makeTensor, stridesOf } from '../../ir/tensor.ts';
import { type OpSpec, defineOp, type OpDef, type ParseContext, type ReferenceContext } from '../op-def.ts';
import { intAttr, normaliseAxis, requiredInput } from './attributes.ts';
import { runOf } from './axis-run.ts';
import { reducedIn, reducedShape } from './reduce.ts';
import { computeIn } from './widen.ts';

export type ArgExtremeAttrs = { readonly axis: number; readonly keepDims: boolean; /** Of equal elements the last is taken. */ readonly last: boolean };

function parse(ctx: ParseContext): ArgExtremeAttrs {
  const reject = ctx.reject.bind(ctx);
  const { shape } = requiredInput(ctx.inputs, 0, reject);
  return { axis: normaliseAxis(intAttr(ctx, 'axis', 0), shape.length, reject), keepDims: intAttr(ctx, 'keepdims', 1) !== 0, last: intAttr(ctx, 'select_last_index', 0) !== 0 };
}

function reference({ attrs, inputs, outputs }: ReferenceContext<ArgExtremeAttrs>, minimum: boolean): ReturnType<NonNullable<OpSpec<ArgExtremeAttrs>['reference']>> {
  const [x] = inputs;
  const [y] = outputs;
  invariant(!!x && !!y, 'ArgMax needs an input');
  const { count, inner, outer } = runOf(x.shape, [attrs.axis]);
  const step = stridesOf(x.shape)[attrs.axis] ?? 1;
  const data = new BigInt64Array(outer * inner);
  for (let i = 0; i < data.length; i++) {
    const start = Math.floor(i / inner) * count * inner + (i % inner);
    let best = 0;
    for (let r = 1; r < count; r++) {
      const [value, top] = [x.data[start + r * step] ?? 0, x.data[start + best * step] ?? 0];
      if ((minimum ? value < top : value > top) || (value === top && attrs.last)) best = r;
    }
    data[i] = BigInt(best);
  }
  return [makeTensor('i64', y.shape, data)];
}

export function defineArgExtreme(op: 'ArgMax' | 'ArgMin'): OpDef {
  const minimum = op === 'ArgMin';
  return defineOp<ArgExtremeAttrs>({
    op,
    since: [1, 11, 12, 13],
    arity: [1, 1],
    parse,
    infer: (ctx) => [{ dtype: 'i64', shape: reducedShape(requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape, { axes: [ctx.attrs.axis], keepDims: ctx.attrs.keepDims }) }],
    reference: (ctx) => reference(ctx, minimum),
    permute: (attrs, perm) => (attrs.keepDims ? { ...attrs, axis: perm.indexOf(attrs.axis) } : null),
    decompose(ctx) {
      const [x] = ctx.inputs;
      if (!x || reducedIn(x.dtype) === x.dtype) return false;
      computeIn(ctx, op, reducedIn(x.dtype));
      return true;
    },
    lower(ctx) {
      const [x] = ctx.inputs;
      const [y] = ctx.outputs;
      invariant(!!x && !!y, 'ArgMax needs an input');
      const params = { ...runOf(x.shape, [ctx.attrs.axis]), minimum: minimum ? 1 : 0, last: ctx.attrs.last ? 1 : 0 };
      ctx.call(`arg_extreme_${x.dtype}`, params, { x: { value: x.handle }, y: { value: y.handle } });
    },
  });
}
