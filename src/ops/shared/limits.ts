// Output limits of float kernels: the fused clamp, or infinity where a side is open.
import type { Clamp } from '../../ir/graph.ts';

export function floatLimits(clamp: Clamp | null): { out_min: number; out_max: number } {
  return {
    out_min: Math.fround(clamp?.min ?? -Infinity),
    out_max: Math.fround(clamp?.max ?? Infinity),
  };
}
