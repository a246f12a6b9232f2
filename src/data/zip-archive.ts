// Reads ZIP archives as NumPy writes them (.npz): stored entries are read in place, deflated ones are inflated once, with a bound.
// The central directory is believed only as far as the file reaches. No encryption, no split archives, no sizes above 4 GiB.
import { inflateRawSync } from 'node:zlib';
import { fail } from '../diagnostics/diagnostic.ts';
import { type ByteSource, MAX_WHOLE_FILE_BYTES, memorySource, sliceSource } from './byte-source.ts';

const END_BYTES = 22;
const END_SIGNATURE = 0x06054b50;
const ENTRY_BYTES = 46;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_BYTES = 30;
const LOCAL_SIGNATURE = 0x04034b50;
const MAX_COMMENT_BYTES = 65535;
const MAX_DIRECTORY_BYTES = 2 ** 24;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly storedBytes: number;
  readonly bytes: number;
  readonly localOffset: number;
}

function damaged(archive: ByteSource, why: string): never {
  return fail('QT3004', `'${archive.name}' is not a readable .npz archive: ${why}`, { where: { file: archive.name } });
}

function viewOf(bytes: Uint8Array<ArrayBuffer>): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function endRecord(archive: ByteSource): DataView {
  const length = Math.min(archive.size, END_BYTES + MAX_COMMENT_BYTES);
  const tail = viewOf(archive.read(archive.size - length, length));
  for (let at = length - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) === END_SIGNATURE) return new DataView(tail.buffer, at, END_BYTES);
  }
  return damaged(archive, 'it has no end record');
}

function parseEntry(archive: ByteSource, directory: DataView, at: number): { entry: Entry; next: number } {
  if (at + ENTRY_BYTES > directory.byteLength || directory.getUint32(at, true) !== ENTRY_SIGNATURE) return damaged(archive, 'its directory is cut off');
  const nameBytes = directory.getUint16(at + 28, true);
  const next = at + ENTRY_BYTES + nameBytes + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
  if (next > directory.byteLength) return damaged(archive, 'its directory is cut off');
  if ((directory.getUint16(at + 8, true) & 1) === 1) return damaged(archive, 'it is encrypted');
  const entry = {
    name: new TextDecoder().decode(new Uint8Array(directory.buffer, directory.byteOffset + at + ENTRY_BYTES, nameBytes)),
    method: directory.getUint16(at + 10, true),
    storedBytes: directory.getUint32(at + 20, true),
    bytes: directory.getUint32(at + 24, true),
    localOffset: directory.getUint32(at + 42, true),
  };
  return { entry, next };
}

function readDirectory(archive: ByteSource): Entry[] {
  if (archive.size < END_BYTES) return damaged(archive, `it has ${archive.size} bytes`);
  const end = endRecord(archive);
  const bytes = end.getUint32(12, true);
  const offset = end.getUint32(16, true);
  if (bytes > MAX_DIRECTORY_BYTES || offset + bytes > archive.size) return damaged(archive, 'its directory lies outside the file');
  const directory = viewOf(archive.read(offset, bytes));
  const entries: Entry[] = [];
  for (let i = 0, at = 0; i < end.getUint16(10, true); i++) {
    const { entry, next } = parseEntry(archive, directory, at);
    entries.push(entry);
    at = next;
  }
  return entries;
}

function inflate(archive: ByteSource, entry: Entry, name: string, packed: Uint8Array): ByteSource {
  if (entry.bytes > MAX_WHOLE_FILE_BYTES) {
    return fail('QT3012', `${name} unpacks to ${entry.bytes} bytes; at most ${MAX_WHOLE_FILE_BYTES} are taken`, { where: { file: archive.name } });
  }
  try {
    const bytes = inflateRawSync(packed, { maxOutputLength: Math.max(entry.bytes, 1) });
    if (bytes.length === entry.bytes) return memorySource(name, bytes);
  } catch {
    // Falls through: whatever zlib objects to, the entry is unusable.
  }
  return damaged(archive, `entry '${entry.name}' cannot be unpacked`);
}

function openEntry(archive: ByteSource, entry: Entry): ByteSource {
  const name = `'${archive.name}' array '${entry.name.replace(/\.npy$/, '')}'`;
  if (entry.localOffset + LOCAL_BYTES > archive.size) return damaged(archive, `entry '${entry.name}' lies outside the file`);
  const local = viewOf(archive.read(entry.localOffset, LOCAL_BYTES));
  if (local.getUint32(0, true) !== LOCAL_SIGNATURE) return damaged(archive, `entry '${entry.name}' has no header`);
  const start = entry.localOffset + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
  if (start + entry.storedBytes > archive.size) return damaged(archive, `entry '${entry.name}' is cut off`);
  if (entry.method === STORED && entry.storedBytes === entry.bytes) return sliceSource(archive, name, start, entry.bytes);
  if (entry.method === DEFLATED) return inflate(archive, entry, name, archive.read(start, entry.storedBytes));
  return damaged(archive, `entry '${entry.name}' uses compression method ${entry.method}`);
}

/** The entries of `archive` by name; each is opened (and inflated) when asked for. Throws QT3004, QT3012. */
export function openZip(archive: ByteSource): ReadonlyMap<string, () => ByteSource> {
  return new Map(readDirectory(archive).map((entry) => [entry.name, () => openEntry(archive, entry)]));
}
