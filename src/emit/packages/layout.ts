// Where the library's files go in a package, and the parts that all packages share: golden example, C++ wrapper, README, licence.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bytesOf } from '../../ir/dtype.ts';
import { type View, trusted } from '../c-text.ts';
import type { FileContent } from '../file-content.ts';
import { unsignedLiteral } from '../literal.ts';
import { render } from '../templates.ts';
import type { PackageDef, PackageFiles, PackageSource } from './package-def.ts';

const LICENSE = fileURLToPath(new URL('../../../LICENSE', import.meta.url));
const BYTES_PER_LINE = 16;

/** Files of the library itself: the network at the root of the folder, the runtime below qn/. */
export function libraryFiles({ files }: PackageSource): [string, FileContent][] {
  return [...files].filter(([path]) => /^[^/]+\.[ch]$/.test(path) || path.startsWith('qn/'));
}

/** include/<name>.h, all else below src: for ecosystems in which a library names its include folders. */
export function treeFiles(source: PackageSource): Map<string, FileContent> {
  const header = `${source.name}.h`;
  return new Map([...libraryFiles(source).map(([path, content]): [string, FileContent] => [path === header ? `include/${path}` : `src/${path}`, content]), [`include/${source.name}.hpp`, render('packages/wrapper.hpp', source.view)]]);
}

/** Everything below src, with one include folder: for ecosystems in which a library has no say in that. */
export function flatFiles(source: PackageSource): Map<string, FileContent> {
  const moved = libraryFiles(source).map(([path, content]): [string, FileContent] => [`src/${path.replace(/^qn\/include\//, '').replace(/^qn\//, '')}`, content]);
  return new Map([...moved, [`src/${source.name}.hpp`, render('packages/wrapper.hpp', source.view)]]);
}

export function cSources(files: PackageFiles): string[] {
  return [...files.keys()].filter((path) => path.endsWith('.c')).sort();
}

export function paths(list: readonly string[]): View[] {
  return list.map((path) => ({ path: trusted(path) }));
}

function byteLines(bytes: Uint8Array): View[] {
  return Array.from({ length: Math.ceil(bytes.length / BYTES_PER_LINE) }, (_, i) => ({ text: trusted(`${[...bytes.subarray(i * BYTES_PER_LINE, (i + 1) * BYTES_PER_LINE)].join(', ')},`) }));
}

/** Where each input or output begins in the golden bytes. */
function offsets({ program, view }: PackageSource, kind: 'inputs' | 'outputs'): View[] {
  const views = view[kind];
  let at = 0;
  return (Array.isArray(views) ? (views as readonly View[]) : []).map((port, i) => {
    const buffer = program.buffers[program[kind][i]?.buffer ?? -1];
    const goldenOffset = unsignedLiteral(at);
    at += buffer === undefined ? 0 : buffer.shape.reduce((p, d) => p * d, bytesOf(buffer.dtype));
    return { ...port, goldenOffset };
  });
}

/** The view that golden examples are rendered with; zeros stand in where no sample is at hand. */
export function goldenView(source: PackageSource): View {
  const size = (kind: 'inputs' | 'outputs'): number => source.program[kind].reduce((sum, io) => sum + (source.program.buffers[io.buffer]?.bytes ?? 0), 0);
  const golden = source.golden ?? { inputs: new Uint8Array(size('inputs')), outputs: new Uint8Array(size('outputs')) };
  return {
    ...source.view, inputs: offsets(source, 'inputs'), outputs: offsets(source, 'outputs'),
    inputBytes: unsignedLiteral(golden.inputs.length), outputBytes: unsignedLiteral(golden.outputs.length), inputLines: byteLines(golden.inputs), outputLines: byteLines(golden.outputs),
  };
}

/** examples/golden/main.c with its data. */
export function goldenExample(source: PackageSource): Map<string, FileContent> {
  const view = goldenView(source);
  return new Map([['examples/golden/main.c', render('packages/golden.main.c', view)], ['examples/golden/golden.h', render('packages/golden.h', view)]]);
}

/** README.md and LICENSE. */
export function documents(source: PackageSource, { ecosystem, usage }: Pick<PackageDef, 'ecosystem' | 'usage'>, example: string): Map<string, FileContent> {
  const view = { ...source.view, ecosystem: trusted(ecosystem), usage: trusted(usage), example: trusted(example) };
  return new Map<string, FileContent>([['README.md', render('packages/readme.md', view)], ['LICENSE', readFileSync(LICENSE, 'utf8')]]);
}
