// What the normalization kernels compute, from the definitions.
import type { TensorData } from '../../../src/ir/dtype.ts';
import type { Params, Reference } from './kernel-references.ts';

function at(data: TensorData | null | undefined, index: number): number {
  return Number(data?.[index] ?? 0);
}

function moments(values: readonly number[], centred: boolean, epsilon: number): { mean: number; inverse: number } {
  const mean = centred ? values.reduce((s, v) => s + v, 0) / values.length : 0;
  return { mean, inverse: 1 / Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / values.length + epsilon) };
}

function groupNorm(p: Params, { x, scale, bias }: Parameters<Reference>[1]): Float32Array {
  const [batch, pixels, groups, width] = ['batch', 'pixels', 'groups', 'width'].map((name) => p.get(name));
  const channels = (groups ?? 1) * (width ?? 1);
  const result = new Float32Array((batch ?? 1) * (pixels ?? 1) * channels);
  for (let n = 0; n < (batch ?? 1); n++) {
    for (let g = 0; g < (groups ?? 1); g++) {
      const places = Array.from({ length: (pixels ?? 1) * (width ?? 1) }, (_unused, k) => (n * (pixels ?? 1) + Math.floor(k / (width ?? 1))) * channels + g * (width ?? 1) + (k % (width ?? 1)));
      const { mean, inverse } = moments(places.map((i) => at(x, i)), p.get('centred') === 1, p.get('epsilon'));
      for (const i of places) {
        const value = (at(x, i) - mean) * inverse * (scale ? at(scale, i % channels) : 1) + at(bias, i % channels);
        result[i] = Math.min(p.get('out_max'), Math.max(p.get('out_min'), value));
      }
    }
  }
  return result;
}

function localResponse(p: Params, { x }: Parameters<Reference>[1]): Float32Array {
  const [channels, size] = [p.get('channels'), p.get('size')];
  return Float32Array.from({ length: p.get('rows') * channels }, (_unused, i) => {
    const c = i % channels;
    let sum = 0;
    for (let k = 0; k < size; k++) {
      const from = c - Math.floor((size - 1) / 2) + k;
      if (from >= 0 && from < channels) sum += at(x, i - c + from) ** 2;
    }
    return at(x, i) * (p.get('bias') + p.get('alpha_per_element') * sum) ** (-p.get('quarters') / 4);
  });
}

export const NORM_REFERENCES: Readonly<Record<string, Reference>> = {
  group_norm_f32: groupNorm,
  row_moments_f32: (p, { x }) => Float32Array.from({ length: p.get('rows') }, (_unused, row) => {
    const { mean, inverse } = moments(Array.from({ length: p.get('cols') }, (_unusedToo, i) => at(x, row * p.get('cols') + i)), true, p.get('epsilon'));
    return p.get('inverse') ? inverse : mean;
  }),
  local_response_norm_f32: localResponse,
};
