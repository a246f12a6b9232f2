import { describe, expect, it } from 'vitest';
import { type GraphSpec, floatInputs, modelBytes, runCompiled } from '../support/model-builder.ts';

const [BATCH, STEPS, HEADS, STATES, KEY, VALUE] = [2, 3, 4, 2, 3, 5];

interface Spec {
  readonly rule: string;
  readonly inputs: readonly string[];
  readonly betaHeads?: number;
  readonly decayKeys?: number;
}

function shapeOf(name: string, { betaHeads = STATES, decayKeys = KEY }: Spec): readonly number[] {
  const widths: Readonly<Record<string, number>> = { query: HEADS * KEY, key: STATES * KEY, value: STATES * VALUE, decay: STATES * decayKeys, beta: betaHeads };
  return name === 'past_state' ? [BATCH, STATES, KEY, VALUE] : [BATCH, STEPS, widths[name] ?? 0];
}

function model(spec: Spec): GraphSpec {
  const names = spec.inputs.filter((n) => n !== '');
  return {
    nodes: [{ op: 'LinearAttention', inputs: spec.inputs, outputs: ['y', 'state'], attrs: { q_num_heads: HEADS, kv_num_heads: STATES, update_rule: spec.rule } }],
    inputs: names.map((name) => ({ name, shape: shapeOf(name, spec) })), outputs: [{ name: 'y' }, { name: 'state' }],
  };
}

/** From the definition, element by element; returns outputs, then states. */
function expected(spec: Spec, arrays: readonly Float32Array[]): number[] {
  const names = spec.inputs.filter((n) => n !== '');
  const at = (name: string, b: number, t: number, i: number): number => arrays[names.indexOf(name)]?.[(b * STEPS + t) * (shapeOf(name, spec)[2] ?? 0) + i] ?? 0;
  const { betaHeads = STATES, decayKeys = KEY } = spec;
  const outputs = new Array<number>(BATCH * STEPS * HEADS * VALUE).fill(0);
  const states: number[] = [];
  for (let b = 0; b < BATCH; b++) {
    for (let s = 0; s < STATES; s++) {
      const past = arrays[names.indexOf('past_state')];
      const state = Array.from({ length: KEY * VALUE }, (_, i) => past?.[(b * STATES + s) * KEY * VALUE + i] ?? 0);
      for (let t = 0; t < STEPS; t++) {
        if (spec.rule.startsWith('gated')) state.forEach((v, i) => (state[i] = v * Math.exp(at('decay', b, t, s * decayKeys + (decayKeys === 1 ? 0 : Math.floor(i / VALUE))))));
        const k = Array.from({ length: KEY }, (_, i) => at('key', b, t, s * KEY + i));
        const write = Array.from({ length: VALUE }, (_, i) => {
          const value = at('value', b, t, s * VALUE + i);
          return spec.rule.endsWith('delta') ? at('beta', b, t, betaHeads === 1 ? 0 : s) * (value - k.reduce((sum, x, j) => sum + x * (state[j * VALUE + i] ?? 0), 0)) : value;
        });
        state.forEach((v, i) => (state[i] = v + (k[Math.floor(i / VALUE)] ?? 0) * (write[i % VALUE] ?? 0)));
        for (let g = 0; g < HEADS / STATES; g++) {
          const head = s * (HEADS / STATES) + g;
          for (let i = 0; i < VALUE; i++) {
            const sum = k.reduce((a, _, j) => a + at('query', b, t, head * KEY + j) * (state[j * VALUE + i] ?? 0), 0);
            outputs[((b * STEPS + t) * HEADS + head) * VALUE + i] = sum / Math.sqrt(KEY);
          }
        }
      }
      states.push(...state);
    }
  }
  return [...outputs, ...states];
}

const CASES: readonly (readonly [string, Spec])[] = [
  ['linear', { rule: 'linear', inputs: ['query', 'key', 'value'] }],
  ['linear with a past', { rule: 'linear', inputs: ['query', 'key', 'value', 'past_state'] }],
  ['delta', { rule: 'delta', inputs: ['query', 'key', 'value', '', '', 'beta'] }],
  ['gated', { rule: 'gated', inputs: ['query', 'key', 'value', '', 'decay'] }],
  ['gated per head', { rule: 'gated', inputs: ['query', 'key', 'value', '', 'decay'], decayKeys: 1 }],
  ['gated delta with a past', { rule: 'gated_delta', inputs: ['query', 'key', 'value', 'past_state', 'decay', 'beta'] }],
  ['delta with one beta', { rule: 'delta', inputs: ['query', 'key', 'value', '', '', 'beta'], betaHeads: 1 }],
];

describe('LinearAttention', () => {
  it.each(CASES)('follows its definition: %s', (_name, spec) => {
    const inputs = floatInputs(model(spec));
    const [y, state] = runCompiled(modelBytes(model(spec), { opset: 27 }), inputs);
    const got = [...Array.from(y ?? [], Number), ...Array.from(state ?? [], Number)];
    expected(spec, inputs).forEach((want, i) => expect(got[i]).toBeCloseTo(want, 5));
  });

  it('rejects rules it does not know and heads that do not fit', () => {
    const fails = (spec: Spec): (() => unknown) => () => runCompiled(modelBytes(model(spec), { opset: 27 }), floatInputs(model(spec)));
    expect(fails({ rule: 'other', inputs: ['query', 'key', 'value'] })).toThrow(/QT2002: LinearAttention .* 'update_rule' must be one of/);
    expect(fails({ rule: 'delta', inputs: ['query', 'key', 'value'] })).toThrow(/QT2002: LinearAttention .* input beta is missing/);
    expect(fails({ rule: 'linear', inputs: ['beta', 'key', 'value'] })).toThrow(/QT2002: LinearAttention .* do not fit 4 and 2 heads/);
  });
});
