// Rounding to integers as the kernels do it. JavaScript's Math.round rounds halves up; quantization rounds them to even.

/** Nearest integer, halves to even; NaN stays NaN. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return rest > 0.5 ? floor + 1 : floor;
  return floor % 2 === 0 ? floor : floor + 1;
}

export function clamp(x: number, min: number, max: number): number {
  return Math.min(Math.max(x, min), max);
}

/** Twin of qn_quantize_f32_s8 for one value: float32 multiply, clamp (NaN gives the zero point), round half even, add. */
export function quantizeF32(x: number, inverseScale: number, zeroPoint: number): number {
  const v = Math.fround(Math.fround(x) * Math.fround(inverseScale));
  if (Number.isNaN(v)) return zeroPoint;
  return roundHalfEven(clamp(v, -128 - zeroPoint, 127 - zeroPoint)) + zeroPoint;
}
