// Sizes of files and functions, header comments, and what TypeScript must not contain.
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { filesBelow, isGenerated, read } from './sources.ts';

const LARGEST_FILE = 400;
const LARGEST_FUNCTION = 60;
const MOST_PARAMETERS = 4;

const sources = filesBelow('src', '.ts').filter((f) => !isGenerated(f));

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, read(path), ts.ScriptTarget.ES2023, true);
}

function linesOf(node: ts.Node, file: ts.SourceFile): number {
  const [start, end] = [node.getStart(file), node.getEnd()].map((p) => file.getLineAndCharacterOfPosition(p).line);
  return (end ?? 0) - (start ?? 0) + 1;
}

function visit(file: ts.SourceFile, see: (node: ts.Node) => void): void {
  const walk = (node: ts.Node): void => {
    see(node);
    ts.forEachChild(node, walk);
  };
  walk(file);
}

function found(test: (node: ts.Node, file: ts.SourceFile) => boolean): string[] {
  return sources.flatMap((path) => {
    const file = parse(path);
    const places: string[] = [];
    visit(file, (node) => {
      if (test(node, file)) places.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`);
    });
    return places;
  });
}

describe('TypeScript sources', () => {
  it(`are files of at most ${LARGEST_FILE} lines`, () => {
    expect(sources.filter((f) => read(f).split('\n').length > LARGEST_FILE)).toEqual([]);
  });

  it('open with a comment that says what they are', () => {
    expect(sources.filter((f) => !/^(#!.*\n)?\/\/ \S/.test(read(f)))).toEqual([]);
  });

  it(`have functions of at most ${LARGEST_FUNCTION} lines and ${MOST_PARAMETERS} parameters`, () => {
    expect(found((n, f) => ts.isFunctionLike(n) && linesOf(n, f) > LARGEST_FUNCTION)).toEqual([]);
    expect(found((n) => ts.isFunctionLike(n) && n.parameters.length > MOST_PARAMETERS)).toEqual([]);
  });

  it('use no any, no non-null assertion and no suppressed error', () => {
    expect(found((n) => n.kind === ts.SyntaxKind.AnyKeyword)).toEqual([]);
    expect(found((n) => ts.isNonNullExpression(n))).toEqual([]);
    expect(sources.filter((f) => /@ts-(ignore|expect-error|nocheck)/.test(read(f)))).toEqual([]);
  });
});

describe('C sources', () => {
  const kernels = filesBelow('runtime-c/kernels', '.c');

  it('hold no instruction-set switch inside a kernel', () => {
    expect(kernels.filter((f) => /#\s*(if|ifdef|ifndef|elif)\b.*(__ARM|__aarch64__|__wasm|__SSE|__AVX)/.test(read(f)))).toEqual([]);
  });

  it('hold one public function per file, named as the file', () => {
    const wrong = kernels.filter((f) => {
      const base = f.split('/').at(-1)?.replace(/\.c$/, '') ?? '';
      const isa = f.split('/').at(-2) ?? '';
      const symbol = isa === 'portable' ? `qn_${base}` : `qn_${base}_${isa.replaceAll('-', '_')}`;
      const publics = [...read(f).matchAll(/^void (qn_\w+)\(/gm)].map(([, name]) => name);
      return publics.join() !== symbol;
    });
    expect(wrong).toEqual([]);
  });

  it('use no heap, no stdlib and no double', () => {
    const all = [...filesBelow('runtime-c/kernels', '.c'), ...filesBelow('runtime-c/internal', '.h'), ...filesBelow('runtime-c/include', '.h')];
    const code = (f: string): string => read(f).replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*/g, '');
    expect(all.filter((f) => /\b(malloc|calloc|realloc|free|alloca|printf|double|long double)\b|<(stdlib|stdio|math|string|assert)\.h>/.test(code(f)))).toEqual([]);
  });
});
