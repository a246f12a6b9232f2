// Which strided copies interleave planes: [channel][pixel] to [pixel][channel].
// Looks at the params of copy_nd_8 and copy_nd_32, whose innermost dimensions are d4 and d5.
import type { ParamValues } from '../program.ts';

/** Whether the copy turns three planes of one image into pixels of three channels. */
export function isThreePlanes(p: ParamValues): boolean {
  const one = ['d0', 'd1', 'd2', 'd3'].every((name) => p[name] === 1);
  return one && p['d5'] === 3 && p['x_s4'] === 1 && p['y_s4'] === 3 && p['y_s5'] === 1 && (p['x_s5'] ?? 0) >= (p['d4'] ?? 0);
}
