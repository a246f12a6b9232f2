// What a generated file holds: text, bytes, or bytes that are made while they are written, because hundreds of megabytes of weights are a multiple of
// that as C text. A stream can be read again and gives the same bytes.

export interface FileStream {
  chunks(): Iterable<Uint8Array>;
}

export type FileContent = Uint8Array | string | FileStream;

export function isStream(content: FileContent): content is FileStream {
  return typeof content !== 'string' && !(content instanceof Uint8Array);
}

/** The chunks as one piece. */
export function joinedBytes(chunks: Iterable<Uint8Array>): Uint8Array {
  const parts = [...chunks];
  const result = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
