// Bytes -> ModelProto, with limits. Whatever protobufjs throws becomes a coded diagnostic; what is clearly not ONNX is named for what it is.
// Checks the message only as far as its fields go; the graph is import.ts's business.
import { fail } from '../diagnostics/diagnostic.ts';
import { LIMITS } from './limits.ts';
import { scanModel } from './scan.ts';
import { type Int64, MODEL_PROTO, type ModelProto } from './schema.ts';

const SIGNATURES: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x1f, 0x8b], 'a gzip archive'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive (a PyTorch or Keras file?)'],
  [[0x89, 0x48, 0x44, 0x46], 'an HDF5 file (a Keras model?)'],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG image'],
  [[0x7f, 0x45, 0x4c, 0x46], 'an ELF program'],
];

function disguise(bytes: Uint8Array): string | null {
  const match = SIGNATURES.find(([signature]) => signature.every((b, i) => bytes[i] === b));
  if (match) return match[1];
  if (bytes.length >= 8 && String.fromCharCode(...bytes.subarray(4, 8)) === 'TFL3') return 'a TensorFlow Lite model';
  const head = bytes.subarray(0, 256);
  const printable = head.every((b) => b === 9 || b === 10 || b === 13 || (b >= 32 && b < 127));
  if (!printable) return null;
  const text = String.fromCharCode(...head).trimStart().toLowerCase();
  if (text.startsWith('<')) return 'an HTML or XML page';
  if (text.startsWith('version https://git-lfs')) return 'a Git LFS pointer (run `git lfs pull`)';
  return 'a text file';
}

/** Decodes a serialized ModelProto. Throws QT1002 (not ONNX), QT1003 (damaged), QT1004 (too large). */
export function decodeModel(bytes: Uint8Array, file: string): ModelProto {
  const where = { file };
  if (bytes.length === 0) fail('QT1002', `'${file}' is empty`, { where });
  if (bytes.length > LIMITS.fileBytes) fail('QT1004', `'${file}' has ${bytes.length} bytes; at most ${LIMITS.fileBytes} are read`, { where });
  const other = disguise(bytes);
  if (other !== null) fail('QT1002', `'${file}' is ${other}, not an ONNX model`, { where });
  scanModel(bytes, file);
  const model = decodeMessage(bytes, file);
  if (model.graph === null) fail('QT1002', `'${file}' holds no graph`, { where });
  return model;
}

function decodeMessage(bytes: Uint8Array, file: string): ModelProto {
  try {
    const message = MODEL_PROTO.decode(bytes);
    return MODEL_PROTO.toObject(message, { defaults: true, longs: String }) as unknown as ModelProto;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const at = /^index out of range: (\d+)/.exec(reason)?.[1];
    return fail('QT1003', `'${file}' is not a valid protobuf message: ${reason}`, { where: { file, ...(at === undefined ? {} : { at: Number(at) }) } });
  }
}

/** An int64 of the message as a JavaScript number; the sentinels of Slice beyond 2^53 are clipped. Throws QT1007 otherwise. */
export function toSafeInteger(value: Int64, what: string, file: string): number {
  const exact = BigInt(String(value));
  if (exact >= 2n ** 62n) return Number.MAX_SAFE_INTEGER;
  if (exact <= -(2n ** 62n)) return Number.MIN_SAFE_INTEGER;
  const number = Number(exact);
  return Number.isSafeInteger(number) ? number : fail('QT1007', `${what} is ${exact}, which is out of range`, { where: { file } });
}
