// Reads tensor data that a model keeps in files beside it. A location is used only if it is a plain relative path that, with all links
// resolved, is a regular file with one link inside the model's folder; nothing else is opened.
import { closeSync, fstatSync, lstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { DiagnosticError, fail } from '../diagnostics/diagnostic.ts';
import { LIMITS } from './limits.ts';
import type { ReadExternal } from './tensor-data.ts';

function isPlain(location: string): boolean {
  const parts = location.split('/');
  return !/[\\\0:]/.test(location) && !location.startsWith('/') && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}

function containedPath(modelFile: string, location: string): string {
  const where = { file: modelFile };
  if (!isPlain(location)) fail('QT1012', `external data location '${location}' is not a plain path below the model's folder`, { where });
  const folder = realpathSync(dirname(resolve(modelFile)));
  const wanted = join(folder, location);
  const real = realpathSync(wanted);
  if (real !== wanted || !real.startsWith(folder + sep)) fail('QT1012', `external data '${location}' is reached through a link`, { where });
  const status = lstatSync(real);
  if (!status.isFile() || status.nlink !== 1) fail('QT1012', `external data '${location}' is not a regular file with one name`, { where });
  return real;
}

function readPart(path: string, part: { offset: number; length: number | null; location: string; modelFile: string }): Uint8Array {
  const handle = openSync(path, 'r');
  try {
    const { size } = fstatSync(handle);
    const length = part.length ?? size - part.offset;
    const where = { file: part.modelFile };
    if (part.offset > size || length < 0 || part.offset + length > size) fail('QT1012', `external data '${part.location}' has ${size} bytes; bytes ${part.offset} to ${part.offset + length} are asked for`, { where });
    if (length > LIMITS.fileBytes) fail('QT1004', `external data '${part.location}' holds a tensor of ${length} bytes`, { where });
    const bytes = new Uint8Array(length);
    const got = readSync(handle, bytes, 0, length, part.offset);
    return got === length ? bytes : fail('QT1012', `external data '${part.location}' ended while it was read`, { where });
  } finally {
    closeSync(handle);
  }
}

/** Reader for the external data of `modelFile`. Throws QT1012. */
export function externalReader(modelFile: string): ReadExternal {
  return (location, offset, length) => {
    try {
      return readPart(containedPath(modelFile, location), { offset, length, location, modelFile });
    } catch (error) {
      if (error instanceof DiagnosticError) throw error;
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
      return fail('QT1012', `external data '${location}' cannot be read (${reason === 'ENOENT' ? 'it does not exist' : reason})`, { where: { file: modelFile } });
    }
  };
}
