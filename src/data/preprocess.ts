// From raw samples to model inputs: pictures are brought to channels, size and layout, numbers are scaled and normalised,
// and the result has the element type of the input. Every value is finite and every count right, or a coded diagnostic says where not.
import { fail } from '../diagnostics/diagnostic.ts';
import { type DType, type TensorData, isFloat, makeData } from '../ir/dtype.ts';
import { elementCount } from '../ir/tensor.ts';
import { roundHalfEven } from '../numeric/rounding.ts';
import type { TensorSpec } from './data-set.ts';
import { type ChannelOrder, type Crop, type Image, cropImage, toChannels } from './image/image.ts';
import { type Filter, resizeImage } from './image/resize.ts';
import type { RawValue } from './sources/source.ts';

export type Layout = 'nchw' | 'nhwc';

/** To a fixed size, or so that the shorter side has `shorter` pixels; `input` is the size of the model input. */
export type Resize = { readonly filter: Filter } & ({ readonly height: number; readonly width: number } | { readonly shorter: number } | { readonly input: true });

/** value = ((raw - zeroPoint) * scale - mean[c]) / std[c], c in the order of the tensor's channels. */
export interface Preprocess {
  readonly channels?: ChannelOrder;
  readonly resize?: Resize;
  readonly crop?: Crop;
  readonly layout?: Layout;
  readonly zeroPoint?: number;
  readonly scale?: number;
  /** One for all channels, or one per channel. */
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
}

interface ImageShape {
  readonly layout: Layout;
  readonly channels: number;
  /** Absent where the input has another rank than 3 or 4 and any picture of the right count fits. */
  readonly height?: number;
  readonly width?: number;
}

const isChannelCount = (n: number | undefined): boolean => n === 1 || n === 3;

/** How a picture lies in the input: the axis of length 1 or 3 holds the channels; NCHW where both could. */
function imageShape(spec: TensorSpec, preprocess: Preprocess): ImageShape {
  const dims = spec.shape.length === 4 && spec.shape[0] === 1 ? spec.shape.slice(1) : spec.shape;
  const [a, b, c] = dims;
  if (dims.length !== 3 || a === undefined || b === undefined || c === undefined) {
    if (preprocess.layout !== undefined) return { layout: preprocess.layout, channels: preprocess.channels === 'gray' ? 1 : 3 };
    return fail('QT3005', `input '${spec.name}' has shape [${spec.shape.join(',')}]; a picture needs [1,C,H,W] or [1,H,W,C], or \`layout\` in dataset.json`, { where: { value: spec.name } });
  }
  const layout = preprocess.layout ?? (isChannelCount(a) ? 'nchw' : 'nhwc');
  const shape: ImageShape = layout === 'nchw' ? { layout, channels: a, height: b, width: c } : { layout, channels: c, height: a, width: b };
  const wanted = preprocess.channels === undefined ? [1, 3] : [preprocess.channels === 'gray' ? 1 : 3];
  if (!wanted.includes(shape.channels)) {
    const what = preprocess.channels ?? 'gray or colour';
    fail('QT3005', `input '${spec.name}' of shape [${spec.shape.join(',')}] has ${shape.channels} channels (${layout}); a ${what} picture has ${wanted.join(' or ')}`, { where: { value: spec.name } });
  }
  return shape;
}

function resized(image: Image, resize: Resize, shape: ImageShape): Image {
  if ('height' in resize) return resizeImage(image, resize.height, resize.width, resize.filter);
  if ('input' in resize) return resizeImage(image, shape.height ?? image.height, shape.width ?? image.width, resize.filter);
  const { height, width } = image;
  const factor = resize.shorter / Math.min(height, width);
  const long = Math.max(1, Math.trunc(Math.max(height, width) * factor));
  return height <= width ? resizeImage(image, resize.shorter, long, resize.filter) : resizeImage(image, long, resize.shorter, resize.filter);
}

function prepareImage(image: Image, preprocess: Preprocess, target: { readonly shape: ImageShape; readonly spec: TensorSpec; readonly file: string }): Image {
  const { shape, spec, file } = target;
  let ready = toChannels(image, preprocess.channels ?? (shape.channels === 1 ? 'gray' : 'rgb'));
  const { crop, resize } = preprocess;
  if (crop?.beforeResize === true) ready = cropImage(ready, crop, file);
  if (resize !== undefined) ready = resized(ready, resize, shape);
  if (crop !== undefined && crop.beforeResize !== true) ready = cropImage(ready, crop, file);
  if ((shape.height !== undefined && ready.height !== shape.height) || (shape.width !== undefined && ready.width !== shape.width)) {
    fail('QT3005', `'${file}' is ${ready.height}x${ready.width} pixels; input '${spec.name}' of shape [${spec.shape.join(',')}] takes ${shape.height}x${shape.width}`, { where: { file, value: spec.name } });
  }
  return ready;
}

type Affine = (raw: number, channel: number) => number;

function perChannel(list: readonly number[] | undefined, absent: number, channels: number, spec: TensorSpec): readonly number[] {
  if (list === undefined || list.length === 1) return new Array<number>(channels).fill(list?.[0] ?? absent);
  if (list.length === channels) return list;
  return fail('QT3005', `mean and std of input '${spec.name}' have ${list.length} entries; 1 or ${channels} are expected`, { where: { value: spec.name } });
}

function affineOf(preprocess: Preprocess, channels: number, spec: TensorSpec): Affine {
  const { zeroPoint = 0, scale = 1 } = preprocess;
  const mean = perChannel(preprocess.mean, 0, channels, spec);
  const std = perChannel(preprocess.std, 1, channels, spec);
  return (raw, channel) => ((raw - zeroPoint) * scale - (mean[channel] ?? 0)) / (std[channel] ?? 1);
}

function isIdentity({ zeroPoint = 0, scale = 1, mean = [], std = [] }: Preprocess): boolean {
  return zeroPoint === 0 && scale === 1 && mean.every((m) => m === 0) && std.every((s) => s === 1);
}

/** Smallest and largest value of an integer type. */
function integerRange(dtype: DType): readonly [number, number] {
  if (dtype === 'bool') return [0, 1];
  const bits = Number(dtype.slice(1));
  return dtype.startsWith('u') ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

type Put = (index: number, value: number) => void;

/** Stores numbers into `data` of the input's type: floats must be finite, integers are rounded half to even and must be in range. */
function storing(data: TensorData, spec: TensorSpec, file: string): Put {
  const where = { file, value: spec.name };
  if (data instanceof Float32Array || data instanceof Float64Array) {
    return (i, value) => {
      data[i] = value;
      if (!Number.isFinite(data[i])) fail('QT3009', `'${file}': element ${i} of input '${spec.name}' is ${data[i]}`, { where });
    };
  }
  const [low, high] = integerRange(spec.dtype);
  return (i, value) => {
    if (!Number.isFinite(value)) fail('QT3009', `'${file}': element ${i} of input '${spec.name}' is ${value}`, { where });
    const whole = roundHalfEven(value);
    if (whole < low || whole > high) fail('QT3006', `'${file}': element ${i} is ${value}; input '${spec.name}' of type ${spec.dtype} takes ${low} to ${high}`, { where });
    if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[i] = BigInt(whole);
    else data[i] = whole;
  };
}

function wrongCount(found: number, spec: TensorSpec, file: string): never {
  return fail('QT3005', `'${file}' has ${found} elements; input '${spec.name}' of shape [${spec.shape.join(',')}] has ${elementCount(spec.shape)}`, { where: { file, value: spec.name } });
}

function encodeImage(image: Image, preprocess: Preprocess, spec: TensorSpec, file: string): TensorData {
  const shape = imageShape(spec, preprocess);
  const ready = prepareImage(image, preprocess, { shape, spec, file });
  const { height, width, channels } = ready;
  if (height * width * channels !== elementCount(spec.shape)) wrongCount(height * width * channels, spec, file);
  const affine = affineOf(preprocess, channels, spec);
  const data = makeData(spec.dtype, height * width * channels);
  const put = storing(data, spec, file);
  const plane = height * width;
  for (let c = 0; c < channels; c++) {
    const table = ready.data instanceof Uint8Array ? Float64Array.from({ length: 256 }, (_, v) => affine(v, c)) : null;
    for (let i = 0; i < plane; i++) {
      const raw = ready.data[i * channels + c] ?? 0;
      put(shape.layout === 'nchw' ? c * plane + i : i * channels + c, table === null ? affine(raw, c) : (table[raw] ?? 0));
    }
  }
  return data;
}

function encodeNumbers(values: TensorData, preprocess: Preprocess, spec: TensorSpec, file: string): TensorData {
  if (values.length !== elementCount(spec.shape)) wrongCount(values.length, spec, file);
  const data = makeData(spec.dtype, values.length);
  if (!isFloat(spec.dtype) && data.constructor === values.constructor && isIdentity(preprocess) && spec.dtype !== 'bool') return values;
  const affine = affineOf(preprocess, 1, spec);
  const put = storing(data, spec, file);
  for (let i = 0; i < values.length; i++) put(i, affine(Number(values[i]), 0));
  return data;
}

/**
 * The array of model input `spec` made of a raw value that came from `file`.
 * Throws QT3005 (shape, count), QT3006 (does not fit the element type), QT3009 (NaN or infinity).
 */
export function encodeInput(raw: RawValue, preprocess: Preprocess, spec: TensorSpec, file: string): TensorData {
  return raw.kind === 'image' ? encodeImage(raw.image, preprocess, spec, file) : encodeNumbers(raw.values, preprocess, spec, file);
}
