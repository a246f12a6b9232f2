// Tables of sigmoid and tanh for integer recurrent layers: 257 values each over [-8, 8], with 15 fractional bits (runtime-c/internal/recurrent_s8.h).

const PLACES = 257;

function table(f: (x: number) => number): number[] {
  return Array.from({ length: PLACES }, (_, i) => Math.max(-32768, Math.min(32767, Math.round(32768 * f((i - 128) / 16)))));
}

/** Sigmoid, then tanh. */
export const GATE_TABLES: Int16Array = Int16Array.from([...table((x) => 1 / (1 + Math.exp(-x))), ...table(Math.tanh)]);
