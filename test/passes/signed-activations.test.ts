import { describe, expect, it } from 'vitest';
import { makeValue, valueOf } from '../../src/ir/graph.ts';
import { signedActivations } from '../../src/passes/signed-activations.ts';

describe('signed-activations', () => {
  it('stores uint8 as int8 with a zero point 128 lower, and leaves constants and inputs without a scale', () => {
    const quant = { scale: [0.5], zeroPoint: [200], axis: null };
    const values = [
      makeValue({ id: 'q', dtype: 'u8', shape: [1], quant }),
      makeValue({ id: 'c', dtype: 'u8', shape: [1], data: Uint8Array.of(1), quant }),
      makeValue({ id: 'x', dtype: 'u8', shape: [1] }),
    ];
    const graph = signedActivations({ nodes: [], values: new Map(values.map((v) => [v.id, v])), inputs: ['x'], outputs: [], name: 'g', opsets: new Map() });
    expect(['q', 'c', 'x'].map((id) => valueOf(graph, id).dtype)).toEqual(['i8', 'u8', 'u8']);
    expect(valueOf(graph, 'q').quant).toEqual({ scale: [0.5], zeroPoint: [72], axis: null });
  });
});
