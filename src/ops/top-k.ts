// TopK: https://onnx.ai/onnx/operators/onnx__TopK.html. k is an attribute up to opset 9 and a constant input from 10. Results are always in order,
// which `sorted` = 0 allows too. Narrow integers are compared as int64; uint64 ones with their highest bit flipped, which keeps their order.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type DType, makeData } from '../ir/dtype.ts';
import { elementCount, makeTensor } from '../ir/tensor.ts';
import { type DecomposeContext, type ParseContext, type ReferenceContext, type ValueType, defineOp } from './op-def.ts';
import { constantInput, intAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { permuteAxis } from './shared/elementwise.ts';
import { runOf } from './shared/axis-run.ts';

export type TopKAttrs = { readonly axis: number; readonly k: number; readonly minimum: boolean };

const COMPARED: readonly DType[] = ['f32', 'i64'];

function parse(ctx: ParseContext): TopKAttrs {
  const reject = ctx.reject.bind(ctx);
  const { shape } = requiredInput(ctx.inputs, 0, reject);
  const axis = normaliseAxis(intAttr(ctx, 'axis', -1), shape.length, reject);
  const k = ctx.opset < 10 ? intAttr(ctx, 'k', 0) : (constantInput(ctx, 'K', 1)?.[0] ?? reject('K is missing'));
  if (k < 1 || k > (shape[axis] ?? 1)) return reject(`K is ${k}, axis ${axis} has ${shape[axis]} elements`);
  return { axis, k, minimum: intAttr(ctx, 'largest', 1) === 0 };
}

function shapeOf(attrs: TopKAttrs, x: ValueType): number[] {
  return x.shape.map((d, i) => (i === attrs.axis ? attrs.k : d));
}

function reference({ attrs, inputs, outputs }: ReferenceContext<TopKAttrs>): ReturnType<NonNullable<Parameters<typeof defineOp<TopKAttrs>>[0]['reference']>> {
  const [x] = inputs;
  const [y] = outputs;
  invariant(!!x && !!y, 'TopK needs an input');
  const { outer, count, inner } = runOf(x.shape, [attrs.axis]);
  const values = makeData(x.dtype, elementCount(y.shape));
  const indices = new BigInt64Array(values.length);
  for (let line = 0; line < outer * inner; line++) {
    const [o, i] = [Math.floor(line / inner), line % inner];
    const at = (r: number): number | bigint => x.data[(o * count + r) * inner + i] ?? 0;
    const order = [...new Array(count).keys()].sort((p, q) => (at(p) === at(q) ? p - q : at(p) < at(q) === attrs.minimum ? -1 : 1));
    order.slice(0, attrs.k).forEach((r, j) => {
      values[(o * attrs.k + j) * inner + i] = at(r);
      indices[(o * attrs.k + j) * inner + i] = BigInt(r);
    });
  }
  return [makeTensor(x.dtype, y.shape, values), makeTensor('i64', y.shape, indices)];
}

const HIGHEST_BIT = makeTensor('i64', [], BigInt64Array.of(-(2n ** 63n)));

/** In int64 where kernels do not compare the type itself. */
function decompose(ctx: DecomposeContext<TopKAttrs>): boolean {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  if (!x || !y || COMPARED.includes(x.dtype)) return false;
  const flip = (id: string, shape: readonly number[]): string => (x.dtype === 'u64' ? ctx.node('BitwiseXor', {}, [id, ctx.constant(HIGHEST_BIT)], { dtype: 'i64', shape }) : id);
  const wide = flip(ctx.node('Cast', { to: 'i64' }, [ctx.inputIds[0] ?? null], { dtype: 'i64', shape: x.shape }), x.shape);
  const [values = ''] = ctx.nodes('TopK', ctx.attrs, [wide], [{ dtype: 'i64', shape: y.shape }, ctx.outputIds[1] ?? { dtype: 'i64', shape: y.shape }]);
  ctx.node('Cast', { to: y.dtype }, [flip(values, y.shape)], ctx.outputIds[0] ?? y);
  return true;
}

export default defineOp<TopKAttrs>({
  op: 'TopK',
  since: [1, 10, 11, 24],
  arity: [1, 2],
  dataInputs: 1,
  parse,
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return [{ dtype: x.dtype, shape: shapeOf(ctx.attrs, x) }, { dtype: 'i64', shape: shapeOf(ctx.attrs, x) }];
  },
  reference,
  permute: permuteAxis,
  decompose,
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y, indices] = ctx.outputs;
    invariant(!!x && !!y, 'TopK needs an input');
    const kept = indices ?? ctx.temporary('i64', y.shape);
    ctx.call(`top_k_${x.dtype}`, { ...runOf(x.shape, [ctx.attrs.axis]), k: ctx.attrs.k, minimum: ctx.attrs.minimum ? 1 : 0 }, { x: { value: x.handle }, y: { value: y.handle }, indices: { value: kept.handle } });
  },
});
