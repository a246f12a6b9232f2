// MaskedSoftmax (internal): softmax over the last dimension of scores plus a bias that is broadcast to their shape, as attention needs it: a row whose
// elements are all -infinity gives zeros, where Softmax gives NaN. Float only.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { type LowerContext, defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { broadcastShapes, broadcastStrides, broadcastTo } from './shared/broadcast.ts';

function softmax(row: readonly number[]): number[] {
  const top = Math.max(...row);
  if (top === -Infinity) return row.map(() => 0);
  const terms = row.map((v) => Math.exp(v - top));
  const sum = terms.reduce((s, v) => s + v, 0);
  return terms.map((v) => v / sum);
}

function lower(ctx: LowerContext<object>): void {
  const [x, bias] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!bias && !!y, 'MaskedSoftmax needs scores and a bias');
  const shape = [...new Array<number>(Math.max(0, 4 - x.shape.length)).fill(1), ...x.shape];
  if (shape.length > 4) return ctx.reject(`scores have ${shape.length} dimensions; at most 4 are supported`);
  const [d0 = 1, d1 = 1, d2 = 1, cols = 1] = shape;
  const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = broadcastStrides(bias.shape, shape);
  ctx.call('masked_softmax_f32', { d0, d1, d2, cols, s0, s1, s2, s3 }, { x: { value: x.handle }, bias: { value: bias.handle }, y: { value: y.handle } });
}

export default defineOp<Record<never, never>>({
  op: 'MaskedSoftmax',
  domain: 'quantune.float',
  since: [1],
  arity: [2, 2],
  parse: () => ({}),
  infer(ctx) {
    const reject = ctx.reject.bind(ctx);
    const x = requiredInput(ctx.inputs, 0, reject);
    const bias = requiredInput(ctx.inputs, 1, reject);
    const shape = broadcastShapes(x.shape, bias.shape, reject);
    return shape.join() === x.shape.join() ? [{ dtype: x.dtype, shape }] : reject(`a mask of shape [${bias.shape.join(',')}] does not fit scores of shape [${x.shape.join(',')}]`);
  },
  reference({ inputs: [x, bias], outputs: [y] }) {
    invariant(!!x && !!bias && !!y, 'MaskedSoftmax needs scores and a bias');
    const add = toNumbers(broadcastTo(bias, y.shape));
    const values = toNumbers(x).map((v, i) => v + (add[i] ?? 0));
    const cols = y.shape.at(-1) ?? 1;
    const rows = Array.from({ length: elementCount(y.shape) / cols }, (_, r) => softmax(values.slice(r * cols, (r + 1) * cols)));
    return [makeTensor('f32', y.shape, Float32Array.from(rows.flat()))];
  },
  lower,
});
