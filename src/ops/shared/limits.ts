// Output limits of float kernels: the fused clamp, or the largest finite floats where a side is open.
import type { Clamp } from '../../ir/graph.ts';

const FLOAT_MAX = 3.4028234663852886e38;

export function floatLimits(clamp: Clamp | null): { out_min: number; out_max: number } {
  return {
    out_min: Math.max(-FLOAT_MAX, Math.fround(clamp?.min ?? -Infinity)),
    out_max: Math.min(FLOAT_MAX, Math.fround(clamp?.max ?? Infinity)),
  };
}
