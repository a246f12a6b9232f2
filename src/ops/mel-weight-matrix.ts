// MelWeightMatrix: https://onnx.ai/onnx/operators/onnx__MelWeightMatrix.html, of constant inputs. A constant: one triangle of weights over spectrogram bins
// for each mel bin.
import type { DType } from '../ir/dtype.ts';
import { type ParseContext, defineOp } from './op-def.ts';
import { constantInput } from './shared/attributes.ts';
import { elementTypeAttr } from './shared/element-type.ts';
import { fromNumbers } from './shared/elementwise.ts';

export type MelWeightMatrixAttrs = {
  readonly bins: number;
  readonly dftLength: number;
  readonly sampleRate: number;
  readonly lowest: number;
  readonly highest: number;
  readonly dtype: DType;
};

function parse(ctx: ParseContext): MelWeightMatrixAttrs {
  const scalar = (name: string, index: number): number => constantInput(ctx, name, index)?.[0] ?? ctx.reject(`input '${name}' is missing`);
  const attrs = {
    bins: scalar('num_mel_bins', 0), dftLength: scalar('dft_length', 1), sampleRate: scalar('sample_rate', 2),
    lowest: scalar('lower_edge_hertz', 3), highest: scalar('upper_edge_hertz', 4), dtype: elementTypeAttr(ctx, 'output_datatype', 'f32'),
  };
  const usable = attrs.bins >= 1 && attrs.dftLength >= 1 && attrs.sampleRate > 0 && attrs.lowest >= 0 && attrs.highest >= attrs.lowest && attrs.highest <= attrs.sampleRate;
  return usable ? attrs : ctx.reject(`${attrs.bins} mel bins from ${attrs.lowest} to ${attrs.highest} Hz at ${attrs.sampleRate} samples a second are not usable`);
}

/** Spectrogram bins at which the triangles begin, culminate and end. */
function edges({ bins, dftLength, sampleRate, lowest, highest }: MelWeightMatrixAttrs): number[] {
  const mel = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700);
  const step = (mel(highest) - mel(lowest)) / (bins + 2);
  return Array.from({ length: bins + 2 }, (_, i) => {
    const hertz = 700 * (10 ** ((i * step + mel(lowest)) / 2595) - 1);
    return Math.floor(((dftLength + 1) * hertz) / sampleRate);
  });
}

/** Weight of spectrogram bin `j` in the triangle from `low` over `centre` to `high`. */
function weight(j: number, low: number, centre: number, high: number): number {
  if (j >= centre && j < high) return (high - j) / (high - centre);
  if (j === centre) return 1;
  return j >= low && j < centre ? (j - low) / (centre - low) : 0;
}

export default defineOp<MelWeightMatrixAttrs>({
  op: 'MelWeightMatrix',
  since: [17],
  arity: [5, 5],
  dataInputs: 0,
  parse,
  infer({ attrs }) {
    const at = edges(attrs);
    const type = { dtype: attrs.dtype, shape: [Math.floor(attrs.dftLength / 2) + 1, attrs.bins] };
    const values = Array.from({ length: (type.shape[0] ?? 0) * attrs.bins }, (_, i) => {
      const [j, bin] = [Math.floor(i / attrs.bins), i % attrs.bins];
      return weight(j, at[bin] ?? 0, at[bin + 1] ?? 0, at[bin + 2] ?? 0);
    });
    return [{ ...type, tensor: fromNumbers(type, values) }];
  },
});
