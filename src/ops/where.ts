// Where: https://onnx.ai/onnx/operators/onnx__Where.html, of elements of any type, with broadcasting of all three operands.
// The integer form moves int8 values of one scale.
import { bytesOf } from '../ir/dtype.ts';
import { makeTensor } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { broadcastShapes, broadcastTo, callBroadcast } from './shared/broadcast.ts';
import { permuteElementwise } from './shared/elementwise.ts';

export default defineOp<Record<never, never>>({
  op: 'Where',
  since: [9, 16],
  arity: [3, 3],
  parse: () => ({}),
  infer(ctx) {
    const reject = ctx.reject.bind(ctx);
    const [condition, x, y] = [0, 1, 2].map((i) => requiredInput(ctx.inputs, i, reject));
    if (!condition || !x || !y) return [];
    if (condition.dtype !== 'bool') return reject(`its condition has element type ${condition.dtype}; bool is expected`);
    if (x.dtype !== y.dtype) return reject(`operand types ${x.dtype} and ${y.dtype} differ`);
    return [{ dtype: x.dtype, shape: broadcastShapes(condition.shape, broadcastShapes(x.shape, y.shape, reject), reject) }];
  },
  reference({ inputs: [condition, x, y], outputs: [type] }) {
    if (!condition || !x || !y || !type) return [];
    const [c, a, b] = [condition, x, y].map((t) => broadcastTo(t, type.shape).data);
    const data = a?.slice();
    if (!data) return [];
    for (let i = 0; i < data.length; i++) if (Number(c?.[i]) === 0) data[i] = b?.[i] ?? 0;
    return [makeTensor(type.dtype, type.shape, data)];
  },
  quant: {
    supports: ({ inputs: [, a, b] }) => !a?.tensor && !b?.tensor,
    roles: () => ({ inputs: [null, { kind: 'shared' }, { kind: 'shared' }], outputs: [{ kind: 'shared' }] }),
  },
  permute: permuteElementwise,
  lower(ctx) {
    const [c, a, b] = ctx.inputs;
    const [y] = ctx.outputs;
    if (!c || !a || !b || !y) return ctx.reject('an operand is missing');
    callBroadcast(ctx, `where_${8 * bytesOf(y.dtype)}`, { operands: { c, a, b }, y });
  },
});
