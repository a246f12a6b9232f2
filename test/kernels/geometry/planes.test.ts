// Which copies are planes that become pixels.
import { describe, expect, it } from 'vitest';
import { isThreePlanes } from '../../../src/kernels/geometry/planes.ts';

const PLANES = { d0: 1, d1: 1, d2: 1, d3: 1, d4: 20, d5: 3, x_s4: 1, x_s5: 20, y_s4: 3, y_s5: 1 };

describe('isThreePlanes', () => {
  it('knows the input transposition of an image', () => {
    expect(isThreePlanes(PLANES)).toBe(true);
  });

  it('refuses other copies', () => {
    for (const other of [{ d3: 2 }, { d5: 4 }, { x_s4: 2 }, { y_s4: 4 }, { x_s5: 19 }]) expect(isThreePlanes({ ...PLANES, ...other })).toBe(false);
  });
});
