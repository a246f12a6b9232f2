// All of a library in one .c file. Public headers come once; each source is a section that holds the internal headers it needs anew, because some of
// them are compiled differently from kernel to kernel. Names and macros that a section defines for itself end with it.
import { dirname, join, normalize } from 'node:path';
import { invariant } from '../../diagnostics/diagnostic.ts';
import { type FileContent, isStream, joinedBytes } from '../file-content.ts';
import { libraryFiles } from './layout.ts';
import type { PackageSource } from './package-def.ts';

const INCLUDE = /^[ \t]*#[ \t]*include[ \t]+"([^"]+)"[^\n]*\n/gm;
/** Functions and objects with internal linkage, and types; names of the runtime begin with qn_. */
const INTERNAL: readonly RegExp[] = [/^(?:static|QN_BLOCK|QN_INLINE)\b[^;{=()]*?\b(qn_\w+)\s*[(=[]/gm, /\b(?:struct|union|enum)\s+(qn_\w+)\s*\{/g, /^\}\s*(qn_\w+)\s*;/gm, /^typedef\b[^;{]*?\b(qn_\w+)\s*;/gm];
const MACRO = /^[ \t]*#[ \t]*define[ \t]+(\w+)/gm;

function textOf(content: FileContent): string {
  if (typeof content === 'string') return content;
  return new TextDecoder().decode(isStream(content) ? joinedBytes(content.chunks()) : content);
}

function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}

class Amalgamation {
  readonly #files: ReadonlyMap<string, FileContent>;
  readonly #header: string;
  readonly #public = new Set<string>();

  constructor(files: ReadonlyMap<string, FileContent>, header: string) {
    this.#files = files;
    this.#header = header;
  }

  #resolve(from: string, target: string): string | null {
    const places = [join(dirname(from), target), `qn/include/${target}`, `qn/${target}`, target].map((p) => normalize(p));
    return places.find((p) => this.#files.has(p)) ?? null;
  }

  /** The file with what it includes, but for files in `seen`, which grows. */
  #expanded(path: string, seen: Set<string>): string {
    const content = this.#files.get(path);
    invariant(content !== undefined, `the library has no ${path}`);
    seen.add(path);
    return textOf(content).replace(INCLUDE, (line, target: string) => {
      const at = this.#resolve(path, target);
      if (at === null) return line;
      return seen.has(at) || at === this.#header ? '' : this.#expanded(at, seen);
    });
  }

  /** Every header below qn/include and the network's own, once. */
  head(): string {
    const headers = [...this.#files.keys()].filter((p) => p.startsWith('qn/include/') || (p.endsWith('.h') && !p.includes('/') && p !== this.#header)).sort();
    return headers.filter((p) => !this.#public.has(p)).map((p) => (this.#public.has(p) ? '' : this.#expanded(p, this.#public))).join('\n');
  }

  section(path: string, number: number): string {
    const text = this.#expanded(path, new Set(this.#public));
    const names = [...new Set(INTERNAL.flatMap((pattern) => found(text, pattern)))];
    const rename = names.map((n) => `#define ${n} ${n}_${number}\n`).join('');
    const forget = [...new Set([...names, ...found(text, MACRO)])].map((n) => `#undef ${n}\n`).join('');
    return `/* ---- ${path} ---- */\n${rename}${text}${forget}`;
  }
}

/** <name>.h and <name>.c. */
export function amalgamated(source: PackageSource): Map<string, FileContent> {
  const files = new Map(libraryFiles(source));
  const header = `${source.name}.h`;
  const whole = new Amalgamation(files, header);
  const head = whole.head();
  const sources = [...files.keys()].filter((path) => path.endsWith('.c')).sort((a, b) => Number(a.includes('/')) - Number(b.includes('/')) || (a < b ? -1 : 1));
  return new Map<string, FileContent>([[header, files.get(header) ?? ''], [`${source.name}.c`, [`#include "${header}"\n`, head, ...sources.map((path, i) => whole.section(path, i))].join('\n')]]);
}
