// CausalConvWithState: https://onnx.ai/onnx/operators/onnx__CausalConvWithState.html. A depthwise convolution of a line over the past and itself: what a
// streaming network computes per frame. Becomes Concat, Conv, Slice (the state for the next frame), and the activation behind it.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Tensor, makeTensor, toNumbers } from '../ir/tensor.ts';
import { type DecomposeContext, type InferContext, type ReferenceContext, type ValueType, defineOp } from './op-def.ts';
import { requiredInput, stringAttr } from './shared/attributes.ts';
import { Build } from './shared/build.ts';

export type CausalConvWithStateAttrs = { readonly silu: boolean; readonly outputs: number };

function infer(ctx: InferContext<CausalConvWithStateAttrs>): ValueType[] {
  const reject = ctx.reject.bind(ctx);
  const x = requiredInput(ctx.inputs, 0, reject);
  const w = requiredInput(ctx.inputs, 1, reject);
  const [, , bias, past] = ctx.inputs;
  const [batch = 0, channels = 0] = x.shape;
  const [out, one, taps = 0] = w.shape;
  if (x.shape.length !== 3 || w.shape.length !== 3 || out !== channels || one !== 1) return reject(`input [${x.shape.join(',')}] and weights [${w.shape.join(',')}] do not fit; [batch,channels,length] and [channels,1,taps] are expected`);
  if (bias && bias.shape.join() !== `${channels}`) return reject(`bias has shape [${bias.shape.join(',')}]; [${channels}] is expected`);
  const state = [batch, channels, taps - 1];
  if (past && past.shape.join() !== state.join()) return reject(`past_state has shape [${past.shape.join(',')}]; [${state.join(',')}] is expected`);
  const types = [x, { dtype: x.dtype, shape: state }].map(({ dtype, shape }) => ({ dtype, shape }));
  return types.slice(0, Math.max(1, ctx.attrs.outputs));
}

function reference({ attrs, inputs: [x, w, bias, past], outputs: [y, present] }: ReferenceContext<CausalConvWithStateAttrs>): Tensor[] {
  invariant(!!x && !!w && !!y, 'CausalConvWithState needs input and weights');
  const [, channels = 1, length = 1] = x.shape;
  const taps = w.shape[2] ?? 1;
  const [xs, ws, before] = [toNumbers(x), toNumbers(w), past ? toNumbers(past) : null];
  const at = (row: number, i: number): number => (i >= 0 ? (xs[row * length + i] ?? 0) : (before?.[row * (taps - 1) + taps - 1 + i] ?? 0));
  const values = Float32Array.from(xs, (_, i) => {
    const [row, t] = [Math.floor(i / length), i % length];
    let sum = Number(bias?.data[row % channels] ?? 0);
    for (let k = 0; k < taps; k++) sum += at(row, t - taps + 1 + k) * (ws[(row % channels) * taps + k] ?? 0);
    return attrs.silu ? sum / (1 + Math.exp(-sum)) : sum;
  });
  const result = [makeTensor('f32', y.shape, values)];
  if (!present) return result;
  const kept = Float32Array.from({ length: (xs.length / length) * (taps - 1) }, (_, i) => at(Math.floor(i / (taps - 1)), length - taps + 1 + (i % (taps - 1))));
  return [...result, makeTensor('f32', present.shape, kept)];
}

function decompose(ctx: DecomposeContext<CausalConvWithStateAttrs>): boolean {
  const b = new Build(ctx);
  const x = b.input(0);
  const past = b.optional(3);
  const [out, present] = ctx.outputIds;
  const [, channels = 1, length = 1] = x.type.shape;
  const taps = b.input(1).type.shape[2] ?? 1;
  const padded = past ? b.concat([past, x], 2) : b.pad(x, 2, taps - 1, 0);
  const window = { kernel: [taps], strides: [1], dilations: [1], pads: [0, 0], layout: 'nchw', groups: channels, padValues: null };
  const operands = [padded, b.input(1), b.optional(2)];
  if (ctx.attrs.silu) {
    const sum = b.node('Conv', window, operands, x.type.shape);
    b.node('Mul', {}, [sum, b.node('Sigmoid', {}, [sum], x.type.shape)], { shape: x.type.shape, out });
  } else b.node('Conv', window, operands, { shape: x.type.shape, out });
  if (present !== undefined) b.slice(padded, 2, { start: length, step: 1, length: taps - 1 }, present);
  return true;
}

export default defineOp<CausalConvWithStateAttrs>({
  op: 'CausalConvWithState',
  since: [27],
  arity: [2, 4],
  finiteConstants: true,
  parse(ctx) {
    const activation = stringAttr(ctx, 'activation', 'none', ['none', '', 'silu', 'swish']);
    return { silu: activation === 'silu' || activation === 'swish', outputs: ctx.readOutputs };
  },
  infer,
  reference,
  decompose,
});
