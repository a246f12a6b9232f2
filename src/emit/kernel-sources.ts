// The runtime files a program needs and no others: the kernels it calls and, by following #include, the headers they need.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invariant } from '../diagnostics/diagnostic.ts';
import type { Program } from '../kernels/program.ts';

const RUNTIME = fileURLToPath(new URL('../../runtime-c/', import.meta.url));

/** Where an include of `from` lies below runtime-c; null for headers of the compiler. */
function resolveInclude(from: string, target: string): string | null {
  return [join(dirname(from), target), target, join('include', target)].map((p) => normalize(p)).find((p) => !p.startsWith('..') && existsSync(join(RUNTIME, p))) ?? null;
}

export function readRuntime(path: string): string {
  return readFileSync(join(RUNTIME, path), 'utf8');
}

/** Paths below runtime-c of the kernels `program` calls. */
export function kernelFiles(program: Program): string[] {
  return [...new Set(program.calls.map((call) => `kernels/${call.isa}/${call.kernel}.c`))].sort();
}

/** Headers that declare the kernels of `program` which are not portable, below runtime-c/include. */
export function isaHeaders(program: Program): string[] {
  return [...new Set(program.calls.map((call) => call.isa))].filter((isa) => isa !== 'portable').map((isa) => `qn_${isa.replaceAll('-', '_')}.h`).sort();
}

/** `files` and everything they include, sorted. */
export function includeClosure(files: readonly string[]): string[] {
  const found = new Set<string>();
  const open = [...files];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    invariant(existsSync(join(RUNTIME, file)), `runtime-c has no ${file}`);
    found.add(file);
    for (const [, target = ''] of readRuntime(file).matchAll(/^\s*#\s*include\s+"([^"]+)"/gm)) {
      const path = resolveInclude(file, target);
      if (path !== null) open.push(path);
    }
  }
  return [...found].sort();
}
