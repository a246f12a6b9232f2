import { describe, expect, it } from 'vitest';
import { makeTensor } from '../../src/ir/tensor.ts';
import { floatInputs, modelBytes, runCompiled } from '../support/model-builder.ts';
import { constant, input } from '../support/op-case.ts';
import { differenceOf } from '../support/one-operator.ts';

const step = constant([], [4], 'i64');
const length = constant([], [16], 'i64');
const window = Array.from({ length: 16 }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / 16));

describe('STFT', () => {
  it.each([
    ['without a window', [input([2, 64, 1]), step, null, length], {}],
    ['a constant window', [input([2, 64, 1]), step, constant([16], window), length], {}],
    ['a computed window', [input([2, 64, 1]), step, input([16], window), length], {}],
    ['both halves', [input([1, 40, 1]), step, constant([16], window)], { onesided: 0 }],
  ])('equals ONNX Runtime: %s', async (_name, args, attrs) => {
    expect(await differenceOf({ op: 'STFT', args, attrs, opset: 17 })).toBeLessThan(1e-5);
  });

  /** ONNX Runtime reads the parts of a complex signal as one real signal, so the definition is the oracle. */
  it('transforms a complex signal as the definition says', () => {
    const [samples, step, size] = [20, 3, 8];
    const spec = {
      nodes: [{ op: 'STFT', inputs: ['x', 'step', 'window'], outputs: ['y'], attrs: { onesided: 0 } }], inputs: [{ name: 'x', shape: [1, samples, 2] }], outputs: [{ name: 'y' }],
      constants: { step: makeTensor('i64', [], BigInt64Array.of(BigInt(step))), window: makeTensor('f32', [size], Float32Array.from(window.slice(0, size))) },
    };
    const [x = new Float32Array()] = floatInputs(spec);
    const [actual = []] = runCompiled(modelBytes(spec), [x]);
    const expected = Array.from({ length: Math.floor((samples - size) / step) + 1 }, (_, frame) => Array.from({ length: size }, (_k, k) => {
      const terms = Array.from({ length: size }, (_n, n) => {
        const [re = 0, im = 0] = x.subarray(2 * (frame * step + n));
        const [cos, sin] = [Math.cos((2 * Math.PI * k * n) / size), Math.sin((2 * Math.PI * k * n) / size)];
        return [re * cos + im * sin, im * cos - re * sin].map((v) => v * (window[n] ?? 0));
      });
      return [0, 1].map((part) => terms.reduce((sum, t) => sum + (t[part] ?? 0), 0));
    })).flat(2);
    expect(actual).toHaveLength(expected.length);
    expect(Math.max(...expected.map((v, i) => Math.abs(v - Number(actual[i]))))).toBeLessThan(1e-5);
  });
});
