// Samples what units with weights read: for a few output pixels of each calibration sample the patch of input elements that is multiplied with the
// filters, padding included, in the order of the filters' elements. Which pixels are taken depends on the number of the sample only, so that
// the result is the same however samples are spread over threads; memory is bounded by rows per sample times samples.

/** What to sample. A matrix [rows, features] is an image of `rows` batches of one pixel. */
export interface PatchSpec {
  /** Name of what is sampled; readers that see the same patches share it. */
  readonly key: string;
  /** Name of the float buffer. */
  readonly buffer: string;
  /** NHWC. */
  readonly image: readonly [batch: number, height: number, width: number, channels: number];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
  readonly padValues: readonly number[] | null;
  /** Output pixels per image. */
  readonly output: readonly [height: number, width: number];
  /** Output pixels taken of each sample, and every which sample. */
  readonly perSample: number;
  readonly every: number;
}

/** Patches of one sample, [perSample][columnsOf(spec)]. */
export interface PatchRow {
  readonly sample: number;
  readonly values: Float32Array;
}

/** Patches of all samples, [rows][columns]; columns are [input channel][tap]. */
export interface Patches {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
  /** Number of the sample that each row is of. */
  readonly samples: Int32Array;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

export function columnsOf(spec: Pick<PatchSpec, 'image' | 'kernel'>): number {
  return spec.kernel.reduce((p, d) => p * d, spec.image[3]);
}

/** Output pixel number `k` of those taken of a sample: one in each of `perSample` equal parts, at a place that differs from sample to sample. */
function pixelOf(spec: PatchSpec, sample: number, k: number): number {
  const pixels = spec.image[0] * spec.output[0] * spec.output[1];
  const within = ((sample * spec.perSample + k + 1) * GOLDEN) % 1;
  return Math.min(pixels - 1, Math.floor(((k + within) * pixels) / spec.perSample));
}

export function takePatches(spec: PatchSpec, x: Float32Array, sample: number): Float32Array {
  const columns = columnsOf(spec);
  const values = new Float32Array(spec.perSample * columns);
  for (let k = 0; k < spec.perSample; k++) fillPatch(spec, x, { pixel: pixelOf(spec, sample, k), into: values.subarray(k * columns, (k + 1) * columns) });
  return values;
}

function fillPatch(spec: PatchSpec, x: Float32Array, { pixel, into }: { pixel: number; into: Float32Array }): void {
  const [, height, width, channels] = spec.image;
  const [kh = 1, kw = 1] = spec.kernel;
  const [rows, columns] = spec.output;
  const taps = kh * kw;
  const image = Math.floor(pixel / (rows * columns));
  const top = Math.floor((pixel % (rows * columns)) / columns) * (spec.strides[0] ?? 1) - (spec.pads[0] ?? 0);
  const left = (pixel % columns) * (spec.strides[1] ?? 1) - (spec.pads[1] ?? 0);
  for (let t = 0; t < taps; t++) {
    const y = top + Math.floor(t / kw) * (spec.dilations[0] ?? 1);
    const column = left + (t % kw) * (spec.dilations[1] ?? 1);
    const inside = y >= 0 && y < height && column >= 0 && column < width;
    const at = ((image * height + y) * width + column) * channels;
    for (let c = 0; c < channels; c++) into[c * taps + t] = inside ? (x[at + c] ?? 0) : (spec.padValues?.[c] ?? 0);
  }
}

/** Rows of all samples, in their order. */
export function joinPatches(rows: readonly PatchRow[], columns: number): Patches {
  const inOrder = [...rows].sort((a, b) => a.sample - b.sample);
  const data = new Float32Array(inOrder.reduce((sum, r) => sum + r.values.length, 0));
  const samples = new Int32Array(data.length / columns);
  let at = 0;
  for (const { sample, values } of inOrder) {
    data.set(values, at);
    samples.fill(sample, at / columns, (at + values.length) / columns);
    at += values.length;
  }
  return { rows: samples.length, columns, data, samples };
}
