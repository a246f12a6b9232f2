// STFT: https://onnx.ai/onnx/operators/onnx__STFT.html: frames of the signal, times the window, times the matrix of the DFT; a constant window is part of
// the matrix.
import { toNumbers } from '../ir/tensor.ts';
import { type ExpandContext, defineDialect } from './op-def.ts';
import { constantInput, intAttr, requiredInput } from './shared/attributes.ts';
import { dftMatrix, dftOutput } from './shared/dft.ts';
import { intList, intTensor } from './shared/writer.ts';

interface Framing {
  readonly frames: number;
  readonly length: number;
  readonly step: number;
}

function framingOf(ctx: ExpandContext, samples: number): Framing {
  const [step = 0] = constantInput(ctx, 'frame_step', 1) ?? ctx.reject('the frame step is missing');
  const length = constantInput(ctx, 'frame_length', 3)?.[0] ?? ctx.inputs[2]?.shape[0] ?? ctx.reject('neither window nor frame length is given');
  if (step < 1 || length < 1 || length > samples) ctx.reject(`frames of ${length} every ${step} do not fit a signal of ${samples}`);
  return { frames: Math.floor((samples - length) / step) + 1, length, step };
}

/** [batch][frames][length][parts]. */
function framesOf(ctx: ExpandContext, { frames, length, step }: Framing): string {
  const places = Array.from({ length: frames * length }, (_, i) => Math.floor(i / length) * step + (i % length));
  return ctx.node('Gather', { axis: 1 }, [ctx.inputIds[0] ?? null, intTensor(ctx, [frames, length], places)]);
}

export default defineDialect({
  op: 'STFT',
  since: [17],
  arity: [2, 4],
  expand(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const [batch = 1, samples = 1, parts = 1] = shape;
    if (shape.length < 2 || parts > 2) ctx.reject(`signal of shape [${shape.join(',')}]; [batch, length, 1 or 2] is expected`);
    const framing = framingOf(ctx, samples);
    const { frames, length } = framing;
    const window = ctx.inputs[2] ?? null;
    const fixed = window?.tensor ? toNumbers(window.tensor) : null;
    const transform = { given: length, length, parts, inverse: false, onesided: intAttr(ctx, 'onesided', 1) !== 0 };
    const cut = framesOf(ctx, framing);
    const weighted = window === null || fixed !== null ? cut : ctx.node('Mul', {}, [cut, ctx.node('Reshape', {}, [ctx.inputIds[2] ?? null, intList(ctx, length, ...(shape.length === 3 ? [1] : []))])]);
    const rows = ctx.node('Reshape', {}, [weighted, intList(ctx, batch, frames, length * parts)]);
    const product = ctx.node('MatMul', {}, [rows, ctx.constant(dftMatrix(transform, fixed))]);
    ctx.node('Reshape', {}, [product, intList(ctx, batch, frames, dftOutput(transform).count, 2)], { output: ctx.outputIds[0] });
  },
});
