// Chroma interpolation and colour conversion of JPEG, with the integer arithmetic of libjpeg's defaults
// (h2v1 and h2v2 "fancy" upsampling; BT.601 tables of 16 fraction bits). Works in place on interleaved Y, Cb, Cr.

/** Luma samples per chroma sample: along a row, along a column. */
export interface ChromaGrid {
  readonly columns: number;
  readonly rows: number;
}

type Plane = { readonly width: number; readonly height: number; readonly data: Uint8Array };

/** The stored chroma samples, out of the repeated ones. */
function takePlane(data: Uint8Array, size: { readonly width: number; readonly height: number }, grid: ChromaGrid, channel: number): Plane {
  const width = Math.ceil(size.width / grid.columns);
  const height = Math.ceil(size.height / grid.rows);
  const plane = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) plane[i++] = data[(y * grid.rows * size.width + x * grid.columns) * 3 + channel] ?? 0;
  }
  return { width, height, data: plane };
}

/** Twice as wide: each output is 3/4 of the nearer and 1/4 of the further sample; ends are copied. `bias` alternates 1, 2. */
function widenRow(row: ArrayLike<number>, put: (x: number, value: number) => void): void {
  const last = row.length - 1;
  for (let x = 0; x <= last; x++) {
    const here = row[x] ?? 0;
    put(2 * x, x === 0 ? here : (3 * here + (row[x - 1] ?? 0) + 1) >> 2);
    put(2 * x + 1, x === last ? here : (3 * here + (row[x + 1] ?? 0) + 2) >> 2);
  }
}

/** As `widenRow`, on sums of rows that carry a factor of 4. */
function widenSums(sums: ArrayLike<number>, put: (x: number, value: number) => void): void {
  const last = sums.length - 1;
  for (let x = 0; x <= last; x++) {
    const here = sums[x] ?? 0;
    put(2 * x, x === 0 ? (4 * here + 8) >> 4 : (3 * here + (sums[x - 1] ?? 0) + 8) >> 4);
    put(2 * x + 1, x === last ? (4 * here + 7) >> 4 : (3 * here + (sums[x + 1] ?? 0) + 7) >> 4);
  }
}

function rowOf(plane: Plane, y: number): Uint8Array {
  const row = Math.min(Math.max(y, 0), plane.height - 1);
  return plane.data.subarray(row * plane.width, (row + 1) * plane.width);
}

/** 3/4 of the nearer and 1/4 of the further row, times 4. */
function mixRows(plane: Plane, y: number): number[] {
  const near = rowOf(plane, y >> 1);
  const far = rowOf(plane, (y >> 1) + (y % 2 === 0 ? -1 : 1));
  return Array.from(near, (value, x) => 3 * value + (far[x] ?? 0));
}

/** Replaces the repeated chroma of interleaved Y, Cb, Cr by interpolated chroma. Grids other than 2x1 and 2x2 are left as they are. */
export function upsampleChroma(data: Uint8Array, width: number, height: number, grid: ChromaGrid): void {
  if (grid.columns !== 2 || (grid.rows !== 1 && grid.rows !== 2)) return;
  for (const channel of [1, 2]) {
    const plane = takePlane(data, { width, height }, grid, channel);
    if (plane.width < 3) continue;
    for (let y = 0; y < height; y++) {
      const put = (x: number, value: number): void => {
        if (x < width) data[(y * width + x) * 3 + channel] = value;
      };
      if (grid.rows === 1) widenRow(rowOf(plane, y), put);
      else widenSums(mixRows(plane, y), put);
    }
  }
}

const fixed = (x: number): number => Math.round(x * 65536);
const HALF = 32768;
const [CR_R, CB_B, CR_G, CB_G] = [fixed(1.402), fixed(1.772), -fixed(0.71414), -fixed(0.34414)];

const toByte = (x: number): number => Math.min(Math.max(x, 0), 255);

/** Interleaved Y, Cb, Cr to R, G, B in place. */
export function yccToRgb(data: Uint8Array): void {
  for (let i = 0; i + 2 < data.length; i += 3) {
    const luma = data[i] ?? 0;
    const cb = (data[i + 1] ?? 0) - 128;
    const cr = (data[i + 2] ?? 0) - 128;
    data[i] = toByte(luma + ((CR_R * cr + HALF) >> 16));
    data[i + 1] = toByte(luma + ((CB_G * cb + CR_G * cr + HALF) >> 16));
    data[i + 2] = toByte(luma + ((CB_B * cb + HALF) >> 16));
  }
}
