// A decoded picture and the geometric and colour operations on it. Rows from the top, channels interleaved (height, width, channel).
// Pure; decoding and resizing live beside it.
import { fail } from '../../diagnostics/diagnostic.ts';

export interface Image {
  readonly height: number;
  readonly width: number;
  /** 1 (gray) or 3. */
  readonly channels: number;
  /** 8-bit values; 0..255 as floats after an unrounded resize. */
  readonly data: Uint8Array | Float32Array;
}

export type ChannelOrder = 'rgb' | 'bgr' | 'gray';

function blank(like: Image, height: number, width: number, channels: number): { height: number; width: number; channels: number; data: Uint8Array | Float32Array } {
  const length = height * width * channels;
  return { height, width, channels, data: like.data instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length) };
}

/** ITU-R 601 luma in 16-bit fixed point, as Pillow's convert('L') computes it. */
function toGray(image: Image): Image {
  const gray = blank(image, image.height, image.width, 1);
  for (let i = 0, at = 0; i < gray.data.length; i++, at += 3) {
    const [r = 0, g = 0, b = 0] = [image.data[at], image.data[at + 1], image.data[at + 2]];
    gray.data[i] = (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16;
  }
  return gray;
}

function gather(image: Image, order: readonly number[]): Image {
  const out = blank(image, image.height, image.width, order.length);
  for (let i = 0, at = 0; i < out.data.length; at += image.channels) {
    for (const channel of order) out.data[i++] = image.data[at + channel] ?? 0;
  }
  return out;
}

/** An image of 1 channel (gray) or 3 (rgb, bgr) from one of either kind, whose three channels are red, green, blue. */
export function toChannels(image: Image, order: ChannelOrder): Image {
  if (order === 'gray') return image.channels === 1 ? image : toGray(image);
  if (image.channels === 1) return gather(image, [0, 0, 0]);
  return order === 'rgb' ? image : gather(image, [2, 1, 0]);
}

export interface Crop {
  readonly height: number;
  readonly width: number;
  /** Top and left; the middle, rounded down, where absent. */
  readonly offset?: readonly [number, number];
  /** Cut before resizing; otherwise after it. */
  readonly beforeResize?: boolean;
}

/** The part of the image that `crop` names. Throws QT3005 where it does not lie inside. */
export function cropImage(image: Image, crop: Crop, file: string): Image {
  const [top, left] = crop.offset ?? [Math.floor((image.height - crop.height) / 2), Math.floor((image.width - crop.width) / 2)];
  if (top < 0 || left < 0 || top + crop.height > image.height || left + crop.width > image.width) {
    fail('QT3005', `'${file}' is ${image.height}x${image.width}; a crop of ${crop.height}x${crop.width} at (${top},${left}) does not fit`, { where: { file } });
  }
  return cutRows(image, { top, left, height: crop.height, width: crop.width });
}

/** A rectangle that lies inside the image. */
export function cutRows(image: Image, part: { readonly top: number; readonly left: number; readonly height: number; readonly width: number }): Image {
  const out = blank(image, part.height, part.width, image.channels);
  const row = part.width * image.channels;
  for (let y = 0; y < part.height; y++) {
    const from = ((part.top + y) * image.width + part.left) * image.channels;
    out.data.set(image.data.subarray(from, from + row), y * row);
  }
  return out;
}
