// MaxUnpool: https://onnx.ai/onnx/operators/onnx__MaxUnpool.html. Writes each element to the place that MaxPool found it at, zeros elsewhere. Places count
// in the tensor that the attributes describe; an output_shape that is larger adds zeros behind it.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers, zeros } from '../ir/tensor.ts';
import { type ParseContext, defineOp } from './op-def.ts';
import { constantInput, requiredInput } from './shared/attributes.ts';
import { Build } from './shared/build.ts';
import { explicitPads, gridOf, parseBareWindow } from './shared/window.ts';

export type MaxUnpoolAttrs = {
  /** What the places count in. */
  readonly inner: readonly number[];
  readonly shape: readonly number[];
};

function parse(ctx: ParseContext): MaxUnpoolAttrs {
  const reject = ctx.reject.bind(ctx);
  const x = requiredInput(ctx.inputs, 0, reject);
  const { batch, channels, spatial } = gridOf(x, 'nchw', reject);
  const window = parseBareWindow(ctx, spatial.length, null);
  const pads = explicitPads(ctx, spatial.length);
  const inner = [batch, channels, ...spatial.map((d, i) => (d - 1) * (window.strides[i] ?? 1) + (window.kernel[i] ?? 1) - (pads[i] ?? 0) - (pads[i + spatial.length] ?? 0))];
  if (inner.some((d) => d < 1)) return reject(`its padding leaves nothing of an input of shape [${x.shape.join(',')}]`);
  const shape = constantInput(ctx, 'output_shape', 2) ?? inner;
  if (shape.length !== inner.length || shape.some((d, i) => d < (inner[i] ?? 0))) return reject(`output_shape [${shape.join(',')}] is smaller than [${inner.join(',')}]`);
  return { inner, shape };
}

export default defineOp<MaxUnpoolAttrs>({
  op: 'MaxUnpool',
  since: [9, 11, 22],
  arity: [2, 3],
  dataInputs: 2,
  parse,
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const indices = requiredInput(ctx.inputs, 1, ctx.reject.bind(ctx));
    return indices.shape.join() === x.shape.join() ? [{ dtype: x.dtype, shape: ctx.attrs.shape }] : ctx.reject(`indices have shape [${indices.shape.join(',')}]; [${x.shape.join(',')}] is expected`);
  },
  reference({ attrs, inputs: [x, indices], outputs: [y] }) {
    invariant(!!x && !!indices && !!y, 'MaxUnpool needs elements and indices');
    const result = new Float32Array(elementCount(y.shape));
    const places = toNumbers(indices);
    toNumbers(x).forEach((v, i) => {
      let [rest, at, stride] = [places[i] ?? 0, 0, 1];
      for (let d = attrs.inner.length - 1; d >= 0; d--) {
        at += (rest % (attrs.inner[d] ?? 1)) * stride;
        rest = Math.floor(rest / (attrs.inner[d] ?? 1));
        stride *= attrs.shape[d] ?? 1;
      }
      result[at] = v;
    });
    return [makeTensor('f32', y.shape, result)];
  },
  decompose(ctx) {
    const b = new Build(ctx);
    const { inner, shape } = ctx.attrs;
    const [x, indices] = [b.input(0), b.input(1)];
    const count = [elementCount(x.type.shape)];
    const total = [elementCount(inner)];
    const places = { id: ctx.node('Reshape', { shape: count }, [indices.id], { dtype: indices.type.dtype, shape: count }), type: { dtype: indices.type.dtype, shape: count } };
    const written = b.node('ScatterElements', { axis: 0, reduction: 'none' }, [b.constant(zeros('f32', total)), places, b.reshape(x, count)], total);
    const after = shape.map((d, i) => d - (inner[i] ?? 0));
    b.node('Pad', { before: shape.map(() => 0), after, mode: 'constant', value: 0 }, [b.reshape(written, inner)], { shape, out: ctx.outputIds[0] });
    return true;
  },
});
